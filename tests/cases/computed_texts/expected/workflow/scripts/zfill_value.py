"""Plain Python of main.py, lines 25 to 70, as the workflow runs it."""


def run(name, i):
    # main.py:25
    zfill_value = name.zfill(4)
    len_result = len(name)
    value = name == "a5"
    value_2 = name < "a5"
    value_3 = name in ("a3", "b")
    value_4 = f"{name:>5}"
    # main.py:33
    name_value = name[-1]
    # main.py:35
    replace_value = name.replace("1", "z")
    startswith_value = name.startswith("a1")
    # main.py:40
    value_5 = "%4s" % name
    # main.py:42
    sorted_result = sorted(["a10", name])
    max_result = max(name, "a5")
    upper_value = name.upper()
    list_result = list(name)
    name_value_2 = {"a5": 1}.get(name)
    value_6 = {name: 2}.get("a5")
    # main.py:49
    value_7 = hash(name) == 0
    repr_result = repr(name)
    # main.py:55
    value_8 = "1" in name
    # main.py:57
    isdigit_value = name.isdigit()
    count_value = name.count("1")
    value_9 = int(f"{i}")
    value_10 = f"{i:03d}"
    # main.py:62
    find_value = name.find("5")
    # main.py:64
    len_result_2 = len(f"{i}")
    min_result = min(name, key=str)
    encode_value = name.encode()
    split_value = name.split("1")
    # main.py:69
    value_11 = "5" == str(i)
    value_12 = str(i) is name
    return zfill_value, len_result, value, value_2, value_3, value_4, name_value, replace_value, startswith_value, value_5, sorted_result, max_result, upper_value, list_result, name_value_2, value_6, value_7, repr_result, value_8, isdigit_value, count_value, value_9, value_10, find_value, len_result_2, min_result, encode_value, split_value, value_11, value_12
