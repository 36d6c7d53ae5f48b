package io.os199.cs.schema;

/**
 * The rules that every table keeps so that the tables of clients can be distributed by {@code client_id}: for each a
 * query that finds the tables breaking it, over {@link Tables}, and a statement that makes one.
 */
enum Rule {
    PRIMARY_KEY_BEGINS_WITH_CLIENT(
            """
            select name from tables
            where kind = 'owned' and not exists (
                select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                where i.indrelid = tables.oid and i.indisprimary and a.attname = 'client_id')
            """,
            "create table breach (id text primary key, client_id text)"),
    UNIQUE_KEYS_CONTAIN_CLIENT(
            """
            select i.indexrelid::regclass::text
            from tables join pg_index i on i.indrelid = tables.oid
            where kind = 'owned' and i.indisunique and not exists (
                select from pg_attribute a
                where a.attrelid = i.indrelid and a.attname = 'client_id' and a.attnum = any (i.indkey))
            """,
            "create unique index breach on contacts (lower(email)) where is_primary"),
    FOREIGN_KEYS_CARRY_CLIENT(
            """
            select f.conname
            from pg_constraint f join tables t on t.oid = f.conrelid join tables o on o.oid = f.confrelid
            where f.contype = 'f' and t.kind = 'owned' and o.kind = 'owned' and not exists (
                select from unnest(f.conkey, f.confkey) as pair (mine, other)
                join pg_attribute m on m.attrelid = f.conrelid and m.attnum = pair.mine
                join pg_attribute r on r.attrelid = f.confrelid and r.attnum = pair.other
                where m.attname = 'client_id' and r.attname = 'client_id')
            """,
            """
            create table breach (client_id text, other text references clients (client_id),
                primary key (client_id, other))
            """),
    FOREIGN_KEYS_STAY_WITHIN_THEIR_KIND(
            """
            select f.conname
            from pg_constraint f join tables t on t.oid = f.conrelid join tables o on o.oid = f.confrelid
            where f.contype = 'f' and (t.kind, o.kind) not in (
                ('owned', 'owned'), ('owned', 'ref'), ('ref', 'ref'), ('local', 'local'), ('local', 'ref'))
            """,
            "alter table products add breach text references clients (client_id)"),
    /** An index that omits the rows without the key is enough: a null refers to nothing. */
    FOREIGN_KEYS_ARE_INDEXED(
            """
            select f.conname
            from pg_constraint f join tables t on t.oid = f.conrelid
            where f.contype = 'f' and not exists (
                select from pg_index i
                where i.indrelid = f.conrelid and i.indisvalid
                  and coalesce(pg_get_expr(i.indpred, i.indrelid), '') ~ '^(\\(\\w+ IS NOT NULL\\))?$'
                  and f.conkey <@ (
                      select array_agg(key) from unnest(i.indkey) with ordinality as part (key, place)
                      where place <= cardinality(f.conkey)))
            """,
            "alter table training_modules add breach text references products (product_id)"),
    FOREIGN_KEYS_HAVE_NO_ACTION(
            """
            select f.conname from pg_constraint f
            where f.contype = 'f' and f.connamespace = 'public'::regnamespace
              and (f.confdeltype <> 'a' or f.confupdtype <> 'a' or not f.convalidated)
            """,
            """
            create table breach (client_id text primary key references clients (client_id) on delete cascade)
            """),
    NO_SEQUENCES(
            """
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
            """,
            "create table breach (client_id text, no int generated always as identity)"),
    NO_TRIGGERS_OR_RULES(
            """
            select t.tgname::text from pg_trigger t join tables on tables.oid = t.tgrelid where not t.tgisinternal
            union all
            select r.rulename::text from pg_rewrite r join tables on tables.oid = r.ev_class
            """,
            "create rule breach as on delete to clients do instead nothing"),
    CHANGING_ROWS_TELL_WHEN(
            """
            select tables.name || '.' || at.name
            from tables cross join (values ('created_at'), ('updated_at')) as at (name)
            where tables.kind <> 'staging' and not tables.bare and not exists (
                select from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
                where a.attrelid = tables.oid and a.attname = at.name and a.attnotnull
                  and a.atttypid = 'timestamptz'::regtype and pg_get_expr(d.adbin, d.adrelid) = 'now()')
            """,
            "alter table contacts alter updated_at drop default"),
    ROWS_THAT_ARE_WRITTEN_ONCE_DO_NOT_SAY_WHEN_THEY_CHANGED(
            """
            select tables.name from tables join pg_attribute a on a.attrelid = tables.oid
            where (tables.bare or tables.kind = 'staging') and a.attname = 'updated_at'
            """,
            "alter table timeline_events add updated_at timestamptz not null default now()"),
    EVERY_INDEX_IS_VALID(
            """
            select i.indexrelid::regclass::text from pg_index i join tables on tables.oid = i.indrelid
            where not i.indisvalid
            """,
            "create index breach on only audit_log (tool)");

    final String offenders;
    final String breach;

    Rule(String offenders, String breach) {
        this.offenders = offenders;
        this.breach = breach;
    }
}
