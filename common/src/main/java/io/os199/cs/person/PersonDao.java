package io.os199.cs.person;

import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is stored about a person, in any table; the statements are built from the declarations in {@link
 * PersonalColumns}.
 */
interface PersonDao extends SqlObject {
    /** Condition on an import {@code i} and its job {@code j}. */
    String IS_UNDER_WAY =
            """
            i.state not in ('done', 'failed', 'cancelled')
              and coalesce(j.status, 'queued') not in ('completed', 'failed', 'cancelled')
              and (i.state <> 'receiving' or i.updated_at > cast(:now as timestamptz) - interval '1 hour')
            """;

    /** A user of a client's product. */
    record UserKey(String clientId, String userKey) {}

    /** A column as found in the schema. */
    record Column(String tableName, String columnName, String dataType) {}

    /**
     * A row that may mention the person.
     *
     * @param isOfClient whether it belongs to one of the person's clients, or to no client
     * @param values of the requested columns, as JSON; without an entry where the column is null
     */
    record Row(String place, boolean isOfClient, Map<String, String> values) {}

    @SqlQuery("select contact_id from contacts where lower(trim(email)) = :address order by 1")
    List<String> contactIds(String address);

    @SqlQuery(
            """
            select member_id from community_members where user_email = :address or contact_id = any(:contactIds) order by 1
            """)
    List<String> memberIds(String address, List<String> contactIds);

    @SqlQuery(
            """
            select advocate_id from advocates where contact_email = :address or contact_id = any(:contactIds) order by 1
            """)
    List<String> advocateIds(String address, List<String> contactIds);

    @SqlQuery(
            """
            select ticket_id from tickets where lower(requester_email) = :address or contact_id = any(:contactIds) order by 1
            """)
    List<String> ticketIds(String address, List<String> contactIds);

    @SqlQuery(
            """
            select response_id from survey_responses
            where lower(contact_email) = :address or contact_id = any(:contactIds)
            order by 1
            """)
    List<String> responseIds(String address, List<String> contactIds);

    /** Ids of feedback, and of survey answers. */
    @SqlQuery(
            """
            select feedback_id from feedback where lower(contact_email) = :address or response_id = any(:responseIds)
            union select * from unnest(cast(:responseIds as text[]))
            order by 1
            """)
    List<String> itemIds(String address, List<String> responseIds);

    /** Phrases that occur in these items only. */
    @SqlQuery(
            """
            select distinct p.phrase
            from feedback_phrases p
            where p.item_id = any(:itemIds)
                and not exists (
                    select from feedback_phrases o where o.phrase = p.phrase and o.item_id <> all(:itemIds))
            """)
    List<String> phrases(List<String> itemIds);

    /**
     * Deletes the phrases that occur in these items only; a phrase that others use too stays, so that counts do not
     * change.
     */
    @SqlUpdate(
            """
            delete from feedback_phrases p
            where p.item_id = any(:itemIds)
                and not exists (
                    select from feedback_phrases o where o.phrase = p.phrase and o.item_id <> all(:itemIds))
            """)
    int forgetPhrases(List<String> itemIds);

    /** Users whose key is the address, or who have been linked to a contact of the person. */
    @SqlQuery(
            """
            select client_id, user_key from product_users
            where lower(trim(user_key)) = :address or contact_id = any(:contactIds)
            union select client_id, user_key from usage_daily_users where lower(trim(user_key)) = :address
            union select client_id, user_key from usage_user_features where lower(trim(user_key)) = :address
            order by 1, 2
            """)
    @RegisterConstructorMapper(UserKey.class)
    List<UserKey> userKeys(String address, List<String> contactIds);

    /** Names of the person among the attendees of executive reviews. */
    @SqlQuery(
            """
            select distinct a ->> 'name' from executive_reviews
            cross join jsonb_array_elements(case jsonb_typeof(attendees) when 'array' then attendees else '[]' end) a
            where (a ->> 'contact_id' = any(:contactIds) or lower(a ->> 'email') = :address) and a ->> 'name' is not null
            """)
    List<String> attendeeNames(String address, List<String> contactIds);

    /**
     * Locks these clients: whoever writes about them, the rollups included, waits until the end of this transaction,
     * and writes already under way have ended.
     */
    @SqlQuery(
            "select client_id from clients where client_id = any(:clientIds) order by client_id for"
                    + " update")
    List<String> lockClients(List<String> clientIds);

    @SqlQuery(
            """
            select c.table_name, c.column_name, c.data_type from information_schema.columns c
            where c.table_schema = 'public'
            """)
    @RegisterConstructorMapper(Column.class)
    List<Column> schema();

    /** An active colleague with that address. */
    @SqlQuery("select agent_id from support_agents where lower(email) = :address and active")
    Optional<String> activeAgent(String address);

    /** Imports whose file is still being read; one that stopped receiving more than an hour ago does not count. */
    @SqlQuery(
            "select i.import_id from imports i left join jobs j on j.job_id = i.job_id where "
                    + IS_UNDER_WAY
                    + " order by 1")
    List<String> importsUnderWay(Instant now);

    /** A contact whom nobody can reach is not the primary one; one who had already left keeps the original date. */
    @SqlUpdate(
            """
            update contacts
            set left_company_at = coalesce(left_company_at, :now), is_primary = false, updated_at = :now
            where contact_id = any(:contactIds)
            """)
    int leave(List<String> contactIds, Instant now);

    /** Cancels mail to the person that is still waiting to be sent. */
    @SqlUpdate(
            """
            update email_messages set status = 'cancelled', lease_until = null, claimed_by = null, updated_at = :now
            where lower(contact_email) = :address and (status = 'queued' or status = 'sending' and handed_over_at is null)
            """)
    int cancelMail(String address, Instant now);

    @SqlUpdate(
            """
            update staff_mails set status = 'failed', updated_at = :now
            where lower(recipient_email) = :address and status = 'queued'
            """)
    int cancelStaffMail(String address, Instant now);

    /** Stops queued staff mail whose whole text was erased. */
    @SqlUpdate(
            """
            update staff_mails set status = 'failed', updated_at = :now where body_text = :words and status = 'queued'
            """)
    int cancelErasedStaffMail(String words, Instant now);

    /** Preserves the opt-out of an ended newsletter subscription beyond the erasure. */
    @SqlUpdate(
            """
            insert into email_suppressions (email, scope, reason, source, created_at, updated_at)
            select :address, 'newsletter', 'unsubscribe', 'erasure', :now, :now
            where exists (select from newsletter_subscriptions
                where contact_email = :address and status = 'unsubscribed')
            on conflict do nothing
            """)
    int keepUnsubscribed(String address, Instant now);

    /** Unlinks the suppression from its mail, which no longer belongs to anybody. */
    @SqlUpdate(
            "update email_suppressions set message_id = null, updated_at = :now where email ="
                    + " :address and message_id is not null")
    int untie(String address, Instant now);

    /**
     * Nobody is mailed under the pseudonym. A contact with this suppression whose departure has the same time was
     * erased, and did not leave.
     */
    @SqlUpdate(
            """
            insert into email_suppressions (email, scope, reason, source, created_at, updated_at)
            values (:pseudonym, 'all', 'invalid_address', 'erasure', :now, :now)
            """)
    int suppress(String pseudonym, Instant now);

    /** Removes the person's job title from attendee lists, as no figure depends on it. */
    @SqlUpdate(
            """
            update executive_reviews r
            set attendees = (
                select jsonb_agg(case when a ->> 'contact_id' = any(:contactIds) or lower(a ->> 'email') = :address
                    then a - 'title' else a end order by place)
                from jsonb_array_elements(r.attendees) with ordinality e (a, place))
            where jsonb_typeof(attendees) = 'array' and exists (
                select from jsonb_array_elements(r.attendees) a
                where (a ->> 'contact_id' = any(:contactIds) or lower(a ->> 'email') = :address) and a -> 'title' is not null)
            """)
    int emptyTitles(String address, List<String> contactIds);

    /**
     * Moves the person's events to another user key.
     *
     * @param pseudonyms of the keys, by position
     * @param addressed a regular expression for the address, for ids that contain it
     */
    @SqlUpdate(
            """
            update usage_events t
            set user_key = k.pseudonym,
                session_id = regexp_replace(t.session_id, :addressed, :pseudonym, 'gi'),
                event_id = regexp_replace(t.event_id, :addressed, :pseudonym, 'gi')
            from unnest(cast(:clientIds as text[]), cast(:userKeys as text[]), cast(:pseudonyms as text[]))
                as k (client_id, user_key, pseudonym)
            where t.client_id = k.client_id and t.user_key = k.user_key
            """)
    int renameEvents(
            List<String> clientIds,
            List<String> userKeys,
            List<String> pseudonyms,
            String addressed,
            String pseudonym);

    /** Like {@link #renameEvents}, for one of the tables that count by user. */
    default int rename(
            String table, List<String> clientIds, List<String> userKeys, List<String> pseudonyms) {
        return getHandle()
                .createUpdate(
                        """
                        update %s t
                        set user_key = k.pseudonym
                        from unnest(cast(:clientIds as text[]), cast(:userKeys as text[]), cast(:pseudonyms as text[]))
                            as k (client_id, user_key, pseudonym)
                        where t.client_id = k.client_id and t.user_key = k.user_key
                        """
                                .formatted(table))
                .bindArray("clientIds", String.class, clientIds)
                .bindArray("userKeys", String.class, userKeys)
                .bindArray("pseudonyms", String.class, pseudonyms)
                .execute();
    }

    default long count(PersonalTable table, Person person) {
        return bound(
                        getHandle()
                                .createQuery(
                                        "select count(*) from %s t where %s"
                                                .formatted(table.name(), table.own())),
                        person)
                .mapTo(Long.class)
                .one();
    }

    /** The person's rows as JSON objects. */
    default List<String> rows(PersonalTable table, Person person) {
        return bound(
                        getHandle()
                                .createQuery(
                                        "select cast(to_jsonb(t) as text) from %s t where %s"
                                                .formatted(table.name(), table.own())),
                        person)
                .mapTo(String.class)
                .list();
    }

    /** The locations of the person's rows. */
    default List<String> places(PersonalTable table, Person person) {
        return bound(
                        getHandle()
                                .createQuery(
                                        "select cast(t.ctid as text) from %s t where %s"
                                                .formatted(table.name(), table.own())),
                        person)
                .mapTo(String.class)
                .list();
    }

    /** The values of a column in the person's rows. */
    default List<String> values(PersonalTable table, String column, Person person) {
        return bound(
                        getHandle()
                                .createQuery(
                                        "select distinct t.%s from %s t where %s and t.%1$s is not null"
                                                .formatted(column, table.name(), table.own())),
                        person)
                .mapTo(String.class)
                .list();
    }

    /** The spellings of the address in a column. */
    default List<String> spellings(PersonalTable table, String column, String address) {
        return getHandle()
                .createQuery(
                        "select distinct t.%s from %s t where lower(trim(t.%1$s)) = :address"
                                .formatted(column, table.name()))
                .bind("address", address)
                .mapTo(String.class)
                .list();
    }

    /** Replaces or empties, in the person's rows, the columns that concern only the person. */
    default void replaceOwn(PersonalTable table, Person person, String name, String words) {
        List<String> set = new ArrayList<>();
        table.columns()
                .forEach(
                        (column, handling) -> {
                            switch (handling) {
                                case NAME -> set.add(replaced(column, name));
                                case WORDS -> set.add(replaced(column, words));
                                case EMPTIED ->
                                        set.add(
                                                column
                                                        + " = "
                                                        + (column.equals("token_values")
                                                                ? "'{}'"
                                                                : "null"));
                                default -> {}
                            }
                        });
        if (!set.isEmpty()) {
            bound(
                            getHandle()
                                    .createUpdate(
                                            "update %s t set %s where %s"
                                                    .formatted(
                                                            table.name(),
                                                            String.join(", ", set),
                                                            table.own())),
                            person)
                    .execute();
        }
    }

    /**
     * Replaces only what is not null, as a null says nothing about anybody. The replacement is our own text of
     * letters, digits, blanks and brackets.
     */
    private static String replaced(String column, String by) {
        return "%s = case when t.%1$s is not null then '%s' end".formatted(column, by);
    }

    default void pseudonymise(PersonalTable table, String column, Map<String, String> pseudonyms) {
        getHandle()
                .createUpdate(
                        """
                        update %s t set %s = m.pseudonym
                        from unnest(cast(:values as text[]), cast(:pseudonyms as text[])) as m (value, pseudonym)
                        where t.%2$s = m.value
                        """
                                .formatted(table.name(), column))
                .bindArray("values", String.class, List.copyOf(pseudonyms.keySet()))
                .bindArray("pseudonyms", String.class, List.copyOf(pseudonyms.values()))
                .execute();
    }

    /**
     * Rows that may mention the person.
     *
     * @param expressions of the columns to search, by column name
     * @param isOwned whether the table's rows belong to clients: names are looked for in the rows of {@code
     *     clientIds} and in those of no client
     * @param holds whether the rows are locked until the transaction ends
     */
    default List<Row> mentioning(
            String table,
            Map<String, String> expressions,
            boolean isOwned,
            List<String> clientIds,
            Mentions mentions,
            boolean holds) {
        String text =
                "lower(concat_ws(' ', %s))"
                        .formatted(
                                String.join(
                                        ", ",
                                        expressions.values().stream()
                                                .map("cast(%s as text)"::formatted)
                                                .toList()));
        return rows(
                        table,
                        expressions,
                        isOwned,
                        clientIds,
                        "%1$s like any(:addresses) or (%2$s and %1$s like any(:names)) %3$s"
                                .formatted(text, isOfClient(isOwned), forUpdate(holds)))
                .bindArray("addresses", String.class, mentions.addressPatterns())
                .bindArray("names", String.class, mentions.namePatterns())
                .map((row, _) -> row(row, expressions.keySet()))
                .list();
    }

    /** Like {@link #mentioning}: passes on every row of the clients, or of no client, one after the other. */
    default void eachOfClients(
            String table,
            Map<String, String> expressions,
            boolean isOwned,
            List<String> clientIds,
            Consumer<Row> reader) {
        rows(table, expressions, isOwned, clientIds, isOfClient(isOwned))
                .setFetchSize(100)
                .map((row, _) -> row(row, expressions.keySet()))
                .forEach(reader);
    }

    /** Like {@link #mentioning}: the rows at the given places, except those changed since. */
    default List<Row> at(
            String table,
            Map<String, String> expressions,
            boolean isOwned,
            List<String> clientIds,
            List<String> places,
            boolean holds) {
        return rows(
                        table,
                        expressions,
                        isOwned,
                        clientIds,
                        "t.ctid = any(cast(:places as tid[])) " + forUpdate(holds))
                .bindArray("places", String.class, places)
                .map((row, _) -> row(row, expressions.keySet()))
                .list();
    }

    private Query rows(
            String table,
            Map<String, String> expressions,
            boolean isOwned,
            List<String> clientIds,
            String condition) {
        List<String> values =
                expressions.entrySet().stream()
                        .map(
                                each ->
                                        "cast(to_jsonb(%s) as text) as %s"
                                                .formatted(each.getValue(), each.getKey()))
                        .toList();
        Query query =
                getHandle()
                        .createQuery(
                                """
                                select cast(t.ctid as text) as row_place, %s as row_is_of_client, %s
                                from %s t
                                where %s
                                """
                                        .formatted(
                                                isOfClient(isOwned),
                                                String.join(", ", values),
                                                table,
                                                condition));
        return isOwned ? query.bindArray("clientIds", String.class, clientIds) : query;
    }

    private static String isOfClient(boolean isOwned) {
        return isOwned ? "coalesce(t.client_id = any(:clientIds), true)" : "true";
    }

    private static String forUpdate(boolean holds) {
        return holds ? "for update of t" : "";
    }

    private static Row row(ResultSet row, Set<String> columns) throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        for (String column : columns) {
            String value = row.getString(column);
            if (value != null) {
                found.put(column, value);
            }
        }
        return new Row(row.getString("row_place"), row.getBoolean("row_is_of_client"), found);
    }

    /** A row as a JSON object; empty when somebody has changed it since. */
    default Optional<String> row(String table, String place) {
        return getHandle()
                .createQuery(
                        "select cast(to_jsonb(t) as text) from %s t where t.ctid = cast(:place as tid)"
                                .formatted(table))
                .bind("place", place)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Writes new values into a row.
     *
     * @param values as JSON, by column name
     * @param types of the columns
     */
    default void rewrite(
            String table, String place, Map<String, String> values, Map<String, String> types) {
        List<String> set =
                values.keySet().stream()
                        .map(
                                column ->
                                        column
                                                + " = "
                                                + fromJson(
                                                        column, types.getOrDefault(column, "text")))
                        .toList();
        var update =
                getHandle()
                        .createUpdate(
                                "update %s set %s where ctid = cast(:row_place as tid)"
                                        .formatted(table, String.join(", ", set)))
                        .bind("row_place", place);
        values.forEach(update::bind);
        update.execute();
    }

    private static String fromJson(String column, String type) {
        return switch (type) {
            case "jsonb" -> "cast(:%s as jsonb)".formatted(column);
            case "ARRAY" ->
                    "array(select jsonb_array_elements_text(cast(:%s as jsonb)))".formatted(column);
            default -> "cast(:%s as jsonb) #>> '{}'".formatted(column);
        };
    }

    /** Deletes the rows of ended imports from a table that holds raw file content. */
    default int deleteFileRows(String table, Instant now) {
        return getHandle()
                .createUpdate(
                        """
                        delete from %s f where not exists (
                            select from imports i left join jobs j on j.job_id = i.job_id
                            where i.import_id = f.import_id and %s)
                        """
                                .formatted(table, IS_UNDER_WAY))
                .bind("now", now)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Person person) {
        return statement.bindMethods(person);
    }
}
