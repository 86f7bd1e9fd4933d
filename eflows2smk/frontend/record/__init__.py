"""What goes into the workflow graph: software of decorators, invocations, paths and their versions.

`api` has the names that programs import, `tasks` their decorated functions, `software` what the decorators say. A call
(`invocations`, with `transformations` and `reductions`) makes an entry of the `recording`; `arguments` and `freezing`
say what it is given, `files` and `stores` where paths and objects can be read from. `graph` makes the workflow of all
entries at the end.
"""
