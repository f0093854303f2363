"""The languages of the interface: the program's own texts, and which language somebody is spoken to in."""
