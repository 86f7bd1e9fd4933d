i=0
while [ $i -lt $1 ]; do
    echo "step $i"
    i=$((i + 1))
done > trajectory.log
wc -l < trajectory.log > "$2"
