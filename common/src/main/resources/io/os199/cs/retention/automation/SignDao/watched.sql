select count(*)::int from clients c where {{target}}
