# The flight of a ball with 30 m/s, in steps of a millisecond: time, distance and height, ten times a second.
BEGIN {
    radians = angle * atan2(0, -1) / 180
    u = 30 * cos(radians)
    w = 30 * sin(radians)
    dt = 0.001
    for (step = 0; y >= 0; step++) {
        if (step % 100 == 0)
            printf "%.3f %.4f %.4f\n", step * dt, x, y
        speed = sqrt(u * u + w * w)
        u -= drag * speed * u * dt
        w -= (9.81 + drag * speed * w) * dt
        x += u * dt
        y += w * dt
    }
    printf "%.3f %.4f %.4f\n", step * dt, x, y
}
