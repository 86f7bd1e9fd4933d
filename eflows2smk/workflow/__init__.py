"""The workflow graph, the contract between the evaluator and code generation."""
