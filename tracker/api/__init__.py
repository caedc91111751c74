"""The JSON API for programs of people's own: /api/v1/. docs/api.md, docs/decisions/0023."""
