"""The engine over a network: one stateless ASGI application over the public API, with its HTTP interface, its page and MCP.

It keeps nothing: every request brings all that it is about, so more of it may run side by side. Nothing of an answer is logged.
"""
