"""The engine for programs that talk in words, over the Model Context Protocol: tools, resources and prompts."""
