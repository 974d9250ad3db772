"""Operations: health, limits, entry, hostile requests, faults."""
