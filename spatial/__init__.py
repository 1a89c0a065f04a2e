"""Pure geography: values in, frozen dataclasses out; no Flask, no database, no clock."""
