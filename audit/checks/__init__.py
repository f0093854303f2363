"""The checks, one file each, named after what it forbids. A file in this folder is found without being registered."""
