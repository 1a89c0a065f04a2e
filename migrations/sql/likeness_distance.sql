-- In how many of their 64 bits two likenesses differ.
CREATE FUNCTION likeness_distance(bigint, bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT bit_count(CAST($1 # $2 AS bit (64)))
$$;
