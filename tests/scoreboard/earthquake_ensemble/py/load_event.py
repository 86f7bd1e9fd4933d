import json


def load_event(path):
    with open(path) as f:
        event = json.load(f)["features"][0]
    return {"name": event["id"], "mag": event["properties"]["mag"], "lat": event["geometry"]["coordinates"][1]}
