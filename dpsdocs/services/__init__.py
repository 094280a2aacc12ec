"""Use cases: a session and plain values in, domain objects out, ``ServiceError`` when it can't be done."""
