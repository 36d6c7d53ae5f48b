package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.quickstart.demo.DemoCompany;
import io.os199.cs.quickstart.demo.DemoOptions;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A company that leaves takes all its rows along: the demo company, and rows that it lacks, exported and imported. */
final class ExportRoundTripDaoTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-07-01");
    private static final DemoOptions OPTIONS =
            new DemoOptions(DemoOptions.DEFAULT_SEED, 30, 400, TODAY);
    private static final Clock CLOCK =
            Clock.fixed(TODAY.atTime(9, 30).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    /**
     * What two databases must have in common after the rows of one were imported into the other, besides their
     * exports.
     */
    private static final Map<String, String> KEPT =
            Map.of(
                    "what clients show of their contracts",
                    """
                    select name || ' ' || contract_value
                        || case when status = 'active' then ' ' || contract_end_date || ' ' || renewal_date else '' end
                    from clients where name <> 'Open End' order by 1
                    """,
                    "who tickets, answers and touchpoints are of",
                    """
                    select n.name || ' ' || kind || ' ' || at || ' ' || lower(c.email) || coalesce(' ' || a.email, '')
                    from (select client_id, 'ticket' as kind, opened_at as at, contact_id, agent_id from tickets
                        where deleted_at is null
                        union all select client_id, kind, responded_at, contact_id, null from survey_responses
                        union all select client_id, kind, occurred_at, contact_id, null from touchpoints) r
                    join client_names n using (client_id)
                    join contacts c using (client_id, contact_id)
                    left join support_agents a using (agent_id)
                    where c.email is not null
                    order by 1
                    """,
                    "of which answers feedback is",
                    """
                    select n.name || ' ' || f.type || ' ' || f.source || ' ' || f.received_at || ' ' || r.kind || ' ' || r.score
                    from feedback f
                    join client_names n using (client_id)
                    join survey_responses r using (client_id, response_id)
                    order by 1
                    """);

    /** One client with what the demo company's data does not contain. */
    private static final String AWKWARD =
            """
            insert into client_names (client_id, name) values ('client_01m8801200e58szz3sw23xsyy0', 'Open End');
            insert into clients (client_id, name, company_name, status, lifecycle_stage, tags, attributes, contract_value,
                contract_start_date, last_engagement_at)
            values ('client_01m8801200e58szz3sw23xsyy0', 'Open End', 'Tee "Süd" & Söhne, 茶', 'paused', 'active',
                array['a|b', 'c\\d', 'e "f"'], '{"region": "süd, \\"mild\\"", "seats": "7"}', 500, '2026-01-01',
                '2026-06-20T10:00:00Z');
            insert into contacts (client_id, contact_id, name, email, left_company_at)
            select 'client_01m8801200e58szz3sw23xsyy0', contact_id, name, email, left_at::timestamptz
            from (values ('contact_1', 'Left', 'Back@open-end.example', '2026-02-01T00:00:00.5Z'),
                ('contact_2', 'Left and came back', 'Back@open-end.example', null),
                ('contact_3', 'No address', null, null),
                ('contact_4', null, 'shop@open-end.example', null)) as c (contact_id, name, email, left_at);
            insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier, external_id, status,
                discount_rate, signed_by)
            values ('client_01m8801200e58szz3sw23xsyy0', 'contract_1', 'new', 500, '2026-01-01', null, 'starter', null,
                    'active', null, null),
                ('client_01m8801200e58szz3sw23xsyy0', 'contract_2', 'new', 70.5, '2025-01-01', '2025-12-31', 'starter',
                    'K-7', 'terminated', 0.125, 'Ada "A." Line, CFO'),
                ('client_01m8801200e58szz3sw23xsyy0', 'contract_3', 'new', 10, '2026-08-01', '2027-07-31', 'starter', null,
                    'draft', null, null);
            insert into contract_limits (client_id, contract_id, feature_key, included_quantity, block_quantity,
                unit_price_amount)
            values ('client_01m8801200e58szz3sw23xsyy0', 'contract_1', 'reports', 10, 1, null),
                ('client_01m8801200e58szz3sw23xsyy0', 'contract_2', 'reports', 0.25, 1, 0.0125);
            insert into tickets (client_id, ticket_id, external_id, source, subject, description_text, priority, category,
                requester_email, contact_id, opened_at, deleted_at)
            values ('client_01m8801200e58szz3sw23xsyy0', 'ticket_1', 'T-7', 'local', E'a\\tb', E' one,\\r\\n"two" \\\\n ', 'P3',
                    'other', 'back@open-end.example', 'contact_1', '2026-06-01T10:00:00.123456Z', null),
                ('client_01m8801200e58szz3sw23xsyy0', 'ticket_2', 'T-7', 'zendesk', 'The same number elsewhere', '', 'P3',
                    'other', null, null, '2026-06-01T10:00:00.123456Z', null),
                ('client_01m8801200e58szz3sw23xsyy0', 'ticket_3', null, 'local', 'Gone', '', 'P3',
                    'other', null, null, '2026-06-02T10:00:00Z', '2026-06-03T10:00:00Z');
            insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, note_text, contact_id)
            values ('client_01m8801200e58szz3sw23xsyy0', '2026-01-20T10:00:00Z', 'touchpoint_1', 'call', 'inbound',
                    'With whom had left', 'contact_1'),
                ('client_01m8801200e58szz3sw23xsyy0', '2026-06-20T10:00:00Z', 'touchpoint_2', 'call', 'inbound',
                    'Without an address', 'contact_3');
            insert into survey_responses (client_id, response_id, kind, score, reason_text, contact_email, contact_id,
                responded_at)
            values ('client_01m8801200e58szz3sw23xsyy0', 'response_1', 'ces', 7, ';', 'back@open-end.example',
                'contact_1', '2026-01-21T10:00:00Z');
            insert into feedback (client_id, feedback_id, type, source, title, content_text, assigned_team, received_at)
            values ('client_01m8801200e58szz3sw23xsyy0', 'feedback_1', 'general', 'call', 'Only a title', null, 'cs',
                    '2026-06-01T10:00:00Z');
            """;

    private static TestDatabase demo;

    @BeforeAll
    static void fill() throws SQLException {
        demo = TestDatabase.create();
        DemoCompany.fill(demo.ownerDataSource(), OPTIONS);
        demo.jdbi().useHandle(handle -> handle.createScript(AWKWARD).executeAsSeparateStatements());
    }

    @AfterAll
    static void close() {
        demo.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsExportedMakesTheSameRowsElsewhere(ImportFormat format) {
        Map<String, String> exports = exports(demo, format);
        exports.forEach((kind, file) -> assertThat(rowCount(format, file)).as(kind).isPositive());
        try (TestDatabase other = TestDatabase.create()) {
            importAll(other, format, exports);
            exports(other, format)
                    .forEach(
                            (kind, file) ->
                                    assertThat(lines(file))
                                            .as(kind)
                                            .isEqualTo(lines(exports.get(kind))));
            KEPT.forEach(
                    (what, sql) ->
                            assertThat(rows(other, sql)).as(what).isEqualTo(rows(demo, sql)));
            assertThat(
                            rows(
                                    other,
                                    """
                                    select name from clients c where contract_value <> (
                                        select coalesce(sum(arr_delta_amount), 0) from revenue_movements m
                                        where m.client_id = c.client_id)
                                    """))
                    .as("clients whose ledger is not their ARR")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsExportedChangesNothingWhereItCameFrom(ImportFormat format) {
        Map<String, String> exports = exports(demo, format);
        Map<String, String> before = contents();
        Map<String, ImportRecord> imported = importAll(demo, format, exports);
        imported.forEach(
                (kind, record) ->
                        assertThat(record.counts().unchangedCount())
                                .as(kind + ": " + record.counts())
                                .isEqualTo(record.counts().readCount()));
        Map<String, String> after = contents();
        assertThat(before.keySet())
                .filteredOn(table -> !before.get(table).equals(after.get(table)))
                .as("tables that hold something else now")
                .isEmpty();
    }

    private static Map<String, ImportRecord> importAll(
            TestDatabase database, ImportFormat format, Map<String, String> files) {
        TestImports imports = new TestImports(database, CLOCK);
        Map<String, ImportRecord> records = new LinkedHashMap<>();
        files.forEach(
                (kind, file) -> {
                    Ask ask = Ask.of(kind).forced();
                    ImportRecord record =
                            imports.run(format == ImportFormat.CSV ? ask : ask.ndjson(), file);
                    assertThat(imports.faults(record)).as(kind).isEmpty();
                    assertThat(record.state()).as(kind).isEqualTo(ImportState.DONE);
                    records.put(kind, record);
                });
        return records;
    }

    private static Map<String, String> exports(TestDatabase database, ImportFormat format) {
        Export export = new Export(database.database());
        Map<String, String> files = new LinkedHashMap<>();
        for (Kind kind : Kinds.all()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            export.write(kind, format, out);
            files.put(kind.name(), out.toString(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static long rowCount(ImportFormat format, String file) {
        return file.lines().count() - (format == ImportFormat.CSV ? 1 : 0);
    }

    private static List<String> lines(String file) {
        return List.of(file.split("\n", -1));
    }

    /** Returns a digest of each table that holds data of the company, independent of the order of rows. */
    private static Map<String, String> contents() {
        List<String> tables =
                rows(
                        demo,
                        """
                        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
                            and c.relname !~ '^(import|audit_|job|table_partitions|databasechangelog)'
                        order by c.relname
                        """);
        return tables.stream()
                .collect(
                        Collectors.toMap(
                                table -> table,
                                table ->
                                        rows(
                                                        demo,
                                                        """
                                                        select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from %s t
                                                        """
                                                                .formatted(table))
                                                .getFirst()));
    }

    private static List<String> rows(TestDatabase database, String sql) {
        return database.texts(sql);
    }
}
