def build_scenarios(event, n):
    return [dict(mag=round(event["mag"] + 0.1 * (i - n // 2), 2), lat=event["lat"], id=event["name"]) for i in range(n)]
