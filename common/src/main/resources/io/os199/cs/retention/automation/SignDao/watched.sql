with {{signs}}
select count(*)::int from client
