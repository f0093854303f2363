"""The HTTP interface: what may be asked under ``/v1``, and the OpenAPI that is made of its types."""
