"""Requests to a web service: what it answers, parts of that, and what it changes in a dictionary."""

from eflows2smk import FILE_IN, FILE_OUT, INOUT, http, on_failure, software, task


@http(service_name="service_1", request="GET", resource="get_length/{{message}}")
@task(returns=int)
def length(message):
    pass


@software(config_file="print.json")
def printed(message):
    pass


@http(service_name="service_1", request="POST", resource="post_json/", payload='{"first": {{value}}, "as": "{{kind}}"}')
@task(returns=dict)
def posted(value, kind):
    pass


@http(service_name="service_1", request="post", resource="post_text", payload="{{file}}", payload_type="text/plain")
@task(file=FILE_IN, returns=str)
def sent(file):
    pass


@http(
    service_name="service_1",
    request="GET",
    resource="produce_format/{{message}}",
    produces="{'length': '{{return_1}}', 'child_json': {'depth_1': 'one', 'message': '{{return_0}}'}}",
)
@task(returns=2)
def both(message):
    pass


@http(
    service_name="service_1",
    request="GET",
    resource="produce_format/test",
    produces='{"child_json": {"message": "{{param}}"}}',
    updates="{{event}}.third = {{param}}",
)
@task(event=INOUT)
def update(event):
    pass


@on_failure(management="IGNORE", returns=-1)
@http(service_name="service_1", request="GET", resource="missing")
@task(returns=1)
def missing():
    pass


@task(path=FILE_OUT)
def report(values, path):
    with open(path, "w") as file:
        file.write("".join(f"{value!r}\n" for value in values))


if __name__ == "__main__":
    lengths = [length(message) for message in ("pear", "two words", "50%")]
    event = {"first": 1}
    update(event)
    message, size = both("holala")
    found = posted(lengths[1], 'a "quoted" kind')
    report([*lengths, printed("h/o"), found, sent("text.txt"), message, size, event, missing()], "report.txt")
