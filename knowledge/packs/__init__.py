"""What a pack says: its types, reading it from a folder, and the program that it compiles to."""
