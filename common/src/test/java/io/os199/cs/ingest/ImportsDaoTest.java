package io.os199.cs.ingest;

import static io.os199.cs.ingest.model.FaultCode.CONFLICT;
import static io.os199.cs.ingest.model.FaultCode.DUPLICATE_IN_FILE;
import static io.os199.cs.ingest.model.FaultCode.MISSING;
import static io.os199.cs.ingest.model.FaultCode.UNKNOWN_CLIENT;
import static io.os199.cs.ingest.model.FaultCode.WRONG_TYPE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPOutputStream;

final class ImportsDaoTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    private static final String CLIENTS =
            """
            external_id,name,tier,contract_value,contract_start_date,x_region
            A-1,Acme Corp,enterprise,120000.00,2026-01-01,emea
            A-2,"Globex, Ltd",,,,
            A-3,Initech,starter,0,,"a ""quoted"" one"
            """;

    private TestDatabase test;
    private TestImports imports;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        imports = new TestImports(test, CLOCK);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static ImportCounts counts(
            long read, long inserted, long updated, long unchanged, long skipped, long rejected) {
        return new ImportCounts(read, inserted, updated, unchanged, skipped, rejected);
    }

    private List<String> rows(String sql) {
        return test.texts(sql);
    }

    private String one(String sql) {
        return rows(sql).getFirst();
    }

    @Test
    void strictMergesNothingOfAFileWithOneBadRowAndLenientMergesTheGoodOnes() {
        String file =
                """
                external_id,name,tier
                A-1,Acme Corp,enterprise
                A-2,Globex Ltd,gold
                A-3,Initech,
                A-4,Umbra AG,starter
                """;
        ImportRecord strict = imports.run(Ask.of("clients"), file);
        assertThat(strict.state()).isEqualTo(ImportState.FAILED);
        assertThat(one("select count(*) from clients")).isEqualTo("0");
        assertThat(imports.faults(strict))
                .extracting(
                        RowFault::line,
                        RowFault::field,
                        fault -> fault.code().wire(),
                        RowFault::value)
                .containsExactly(tuple(3L, "tier", "not_allowed", "gold"));
        assertThat(imports.refusal())
                .contains("1 of 4 rows", "line 3", "tier must be one of starter", "mode=lenient");

        ImportRecord lenient = imports.run(Ask.of("clients").lenient(), file);
        assertThat(lenient.state()).isEqualTo(ImportState.DONE);
        assertThat(lenient.counts()).isEqualTo(counts(4, 3, 0, 0, 0, 1));

        assertThat(imports.receive(Ask.of("clients").lenient(), file))
                .isInstanceOfSatisfying(
                        Imports.Duplicate.class,
                        again ->
                                assertThat(again.record().importId())
                                        .isEqualTo(lenient.importId()));

        ImportRecord forced = imports.run(Ask.of("clients").lenient().forced(), file);
        assertThat(forced.counts()).isEqualTo(counts(4, 0, 0, 3, 0, 1));
        assertThat(one("select count(*) from import_chunks")).isEqualTo("0");
        assertThat(one("select count(*) from import_staging_clients")).isEqualTo("0");
    }

    @Test
    void aClientRowMakesTheClientItsContractItsLedgerAndOneNote() {
        ImportRecord record = imports.run(Ask.of("clients"), CLIENTS);
        assertThat(record.counts()).isEqualTo(counts(3, 3, 0, 0, 0, 0));
        assertThat(
                        rows(
                                """
                                select external_id || ' ' || name || ' ' || company_name || ' ' || tier || ' ' || lifecycle_stage
                                    || ' ' || status || ' ' || contract_value || ' ' || cast(attributes as text)
                                from clients order by external_id
                                """))
                .containsExactly(
                        "A-1 Acme Corp Acme Corp enterprise onboarding active 120000.00"
                                + " {\"region\": \"emea\"}",
                        "A-2 Globex, Ltd Globex, Ltd standard onboarding active 0.00 {}",
                        "A-3 Initech Initech starter onboarding active 0.00 {\"region\": \"a"
                                + " \\\"quoted\\\" one\"}");
        assertThat(
                        rows(
                                """
                                select c.external_id || ' ' || c.type || ' ' || c.value || ' ' || c.start_date || ' ' || c.end_date
                                    || ' ' || c.renewal_date || ' ' || c.tier || ' ' || m.kind || ' ' || m.arr_delta_amount
                                    || ' ' || m.effective_on || ' ' || r.stage || ' ' || r.renewal_date
                                from contracts c join revenue_movements m using (client_id, contract_id)
                                join renewals r using (client_id, contract_id)
                                """))
                .containsExactly(
                        "A-1 new 120000.00 2026-01-01 2026-12-31 2026-12-31 enterprise new"
                                + " 120000.00 2026-01-01 upcoming 2026-12-31");
        assertThat(one("select count(*) from timeline_events where type = 'note'")).isEqualTo("3");
        assertThat(one("select count(*) from lifecycle_transitions")).isEqualTo("3");
        assertThat(one("select action || ' ' || outcome from audit_log"))
                .isEqualTo("import clients ok");
        assertThat(imports.healthRuns()).isEqualTo(1);
    }

    @Test
    void aTermOfWhichOnlyTheEndIsKnownIsAYearLong() {
        imports.run(
                Ask.of("clients"),
                """
                external_id,name,contract_value,contract_end_date,renewal_date
                A-1,Acme,100,2026-12-31,
                A-2,Globex,100,,2026-12-31
                A-3,Hooli,100,2024-02-29,
                A-4,Initech,100,2028-12-31,
                """);
        assertThat(
                        rows(
                                """
                                select external_id || ' ' || start_date || ' ' || end_date || ' ' || renewal_date
                                from contracts order by external_id
                                """))
                .containsExactly(
                        "A-1 2026-01-01 2026-12-31 2026-12-31",
                        "A-2 2026-01-01 2026-12-31 2026-12-31",
                        "A-3 2023-03-01 2024-02-29 2024-02-29",
                        "A-4 2026-06-15 2028-12-31 2028-12-31");
    }

    @Test
    void anEmptyCellLeavesAValueAloneAndNullClearsIt() {
        imports.run(
                Ask.of("clients"),
                "external_id,name,industry,csm,tags,x_region\n"
                        + "A-1,Acme,Tools,amy@acme.example,a|b\\|c,emea\n");
        ImportRecord changed =
                imports.run(
                        Ask.of("clients"),
                        "external_id,name,industry,csm,tags,x_region\n"
                                + "A-1,Acme Corp,,<null>,<null>,<null>\n");
        assertThat(changed.counts()).isEqualTo(counts(1, 0, 1, 0, 0, 0));
        assertThat(
                        one(
                                """
                                select name || ' ' || industry || ' ' || coalesce(csm, '-') || ' ' || cast(tags as text) || ' '
                                    || cast(attributes as text) || ' ' || version from clients
                                """))
                .isEqualTo("Acme Corp Tools - {} {} 2");
        assertThat(one("select name from client_names")).isEqualTo("Acme Corp");
    }

    /** So whoever saw a row before is told that it has changed. */
    @Test
    void aChangeOfATicketOrAModuleCountsInItsVersion() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        for (String subject : List.of("Help", "Help us", "Help us")) {
            imports.run(
                    Ask.of("tickets").forced(),
                    "external_id,client,subject,opened_at\nT-1,A-1,%s,2026-06-01T10:00:00Z\n"
                            .formatted(subject));
            imports.run(
                    Ask.of("training_modules").forced(),
                    "code,name,format,duration_minutes\nM-1,%s,video,10\n".formatted(subject));
        }
        assertThat(one("select subject || ' ' || version from tickets")).isEqualTo("Help us 2");
        assertThat(one("select name || ' ' || version from training_modules"))
                .isEqualTo("Help us 2");
    }

    /** Otherwise an answer would seem to have a reason. */
    @Test
    void aTextOfBlanksSaysNothing() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        String file =
                "external_id,client,kind,score,responded_at,reason\n"
                        + "R-1,A-1,nps,9,2026-06-01T10:00:00Z,%s\n"
                        + "R-2,A-1,nps,9,2026-06-02T10:00:00Z, \t \n";
        imports.run(Ask.of("survey_responses"), file.formatted("Good"));
        imports.run(Ask.of("survey_responses"), file.formatted("  "));
        assertThat(
                        one(
                                "select string_agg(coalesce(reason_text, '-'), ' ' order by"
                                        + " external_id) from survey_responses"))
                .isEqualTo("Good -");
    }

    /**
     * Otherwise a name could contain lines that a model takes for a person's words, and nobody could find the client
     * by it.
     */
    @Test
    void namesAreKeptOnOneLineWithoutWhatNobodySees() {
        String file =
                "external_id,name,company_name,csm\nA-1,\"RV\nTwenty\u200b\",\u200b,\"kim\nlee\"\n";
        imports.run(Ask.of("clients"), file);
        assertThat(one("select name || '|' || company_name || '|' || csm from clients"))
                .isEqualTo("RV Twenty|RV Twenty|kim lee");
        assertThat(one("select name from client_names")).isEqualTo("RV Twenty");
        assertThat(imports.run(Ask.of("clients").forced(), file).counts())
                .isEqualTo(counts(1, 0, 0, 1, 0, 0));
    }

    @Test
    void whatIsThereIsSkippedWhenAsked() {
        imports.run(Ask.of("clients"), CLIENTS);
        ImportRecord skipped =
                imports.run(
                        Ask.of("clients").skipping(),
                        "external_id,name\nA-1,Other Name\nA-9,Newcomer\n");
        assertThat(skipped.counts()).isEqualTo(counts(2, 1, 0, 0, 1, 0));
        assertThat(one("select name from clients where external_id = 'A-1'"))
                .isEqualTo("Acme Corp");
    }

    @Test
    void aDryRunSaysWhatWouldBeAndKeepsNothing() {
        ImportRecord dry = imports.run(Ask.of("clients").dry(), CLIENTS);
        assertThat(dry.state()).isEqualTo(ImportState.DONE);
        assertThat(dry.counts()).isEqualTo(counts(3, 3, 0, 0, 0, 0));
        assertThat(one("select count(*) from clients")).isEqualTo("0");
        assertThat(one("select count(*) from timeline_events")).isEqualTo("0");
        assertThat(imports.healthRuns()).isZero();
        assertThat(imports.run(Ask.of("clients"), CLIENTS).counts())
                .isEqualTo(counts(3, 3, 0, 0, 0, 0));
    }

    @Test
    void moneyOfAClientWithAContractIsAConflictUnlessItSaysNothingNew() {
        imports.run(Ask.of("clients"), CLIENTS);
        assertThat(imports.run(Ask.of("clients").forced(), CLIENTS).counts())
                .isEqualTo(counts(3, 0, 0, 3, 0, 0));
        ImportRecord other =
                imports.run(
                        Ask.of("clients"),
                        "external_id,name,contract_value\nA-1,Acme Corp,130000\n");
        assertThat(imports.faults(other))
                .extracting(RowFault::line, RowFault::field, RowFault::code)
                .containsExactly(tuple(2L, "contract_value", CONFLICT));
        String head = "external_id,name,contract_value,renewal_date\n";
        for (String said : List.of("0,", "<null>,", ",<null>")) {
            assertThat(
                            imports.faults(
                                    imports.run(Ask.of("clients"), head + "A-1,Acme Corp," + said)))
                    .as(said)
                    .extracting(RowFault::line, RowFault::field, RowFault::code)
                    .containsExactly(tuple(2L, "contract_value", CONFLICT));
        }
    }

    @Test
    void contractsTakeOverFromEachOtherInTheLedger() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        String file =
                """
                external_id,client,type,value,start_date,end_date,status,payment_status
                K-1,A-1,new,10000,2024-01-01,2024-12-31,expired,
                K-2,A-1,renewal,12000,2025-01-01,2025-12-31,expired,
                K-3,A-1,renewal,11000,2026-03-01,2027-02-28,active,late
                """;
        assertThat(imports.run(Ask.of("contracts"), file).counts())
                .isEqualTo(counts(3, 3, 0, 0, 0, 0));
        String ledger =
                """
                select effective_on || ' ' || kind || ' ' || arr_delta_amount from revenue_movements order by effective_on
                """;
        assertThat(rows(ledger))
                .containsExactly(
                        "2024-01-01 new 10000.00",
                        "2025-01-01 expansion 2000.00",
                        "2026-01-01 churn -12000.00",
                        "2026-03-01 reactivation 11000.00");
        assertThat(one("select contract_value || ' ' || renewal_date from clients"))
                .isEqualTo("11000.00 2027-02-28");
        assertThat(one("select to_status from payment_status_changes")).isEqualTo("late");

        ImportRecord raised =
                imports.run(Ask.of("contracts"), file.replace("renewal,11000", "renewal,14000"));
        assertThat(raised.counts()).isEqualTo(counts(3, 0, 1, 2, 0, 0));
        assertThat(rows(ledger)).last().isEqualTo("2026-06-15 expansion 3000.00");
        assertThat(one("select current_arr_amount from renewals")).isEqualTo("14000.00");
        assertThat(
                        one(
                                """
                                select count(*) from clients where contract_value
                                    = (select sum(arr_delta_amount) from revenue_movements)
                                """))
                .isEqualTo("1");
    }

    @Test
    void whatChangesBeforeAContractBeginsChangesWhatTheLedgerExpectsOfIt() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        String ledger =
                """
                select effective_on || ' ' || kind || ' ' || arr_delta_amount from revenue_movements order by effective_on
                """;
        for (String value : List.of("10000", "12000", "8000", "0", "9000")) {
            imports.run(
                    Ask.of("contracts"),
                    "external_id,client,type,value,start_date,end_date\nK-1,A-1,new,"
                            + value
                            + ",2026-08-01,2027-07-31\n");
            assertThat(rows(ledger))
                    .isEqualTo(
                            value.equals("0")
                                    ? List.of()
                                    : List.of("2026-08-01 new " + value + ".00"));
        }
        imports.run(
                Ask.of("contracts"),
                "external_id,client,type,value,start_date,end_date,status\n"
                        + "K-1,A-1,new,9000,2026-08-01,2027-07-31,terminated\n");
        assertThat(rows(ledger)).isEmpty();
    }

    /**
     * A-1 gets its contracts from first to last, A-2 from last to first; A-3 and A-4 came with one in their own row.
     */
    @Test
    void historyThatComesLateMakesTheLedgerThatOneFileWouldHaveMade() {
        imports.run(
                Ask.of("clients"),
                """
                external_id,name,contract_value,contract_start_date,contract_end_date
                A-1,Acme,,,
                A-2,Globex,,,
                A-3,Initech,12000,2026-01-01,2026-12-31
                A-4,Umbrella,12000,2026-06-15,2027-06-14
                """);
        List<String> terms =
                List.of(
                        ",new,10000,2024-01-01,2024-12-31,expired",
                        ",renewal,12000,2025-01-01,2025-12-31,expired",
                        ",renewal,11000,2026-03-01,2027-02-28,active");
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        for (int i = 0; i < 3; i++) {
            imports.run(Ask.of("contracts"), "%sK-1%d,A-1%s\n".formatted(head, i, terms.get(i)));
            imports.run(
                    Ask.of("contracts"), "%sK-2%d,A-2%s\n".formatted(head, i, terms.get(2 - i)));
        }
        imports.run(
                Ask.of("contracts"),
                head
                        + "K-3,A-3,new,10000,2025-01-01,2025-12-31,expired\n"
                        + "K-4,A-4,new,5000,2020-01-01,2026-12-31,active\n");
        String ledger =
                """
                select m.effective_on || ' ' || m.kind || ' ' || m.arr_delta_amount
                from revenue_movements m join clients c using (client_id) where c.external_id = '%s' order by m.effective_on
                """;
        List<String> ofOneFile =
                List.of(
                        "2024-01-01 new 10000.00",
                        "2025-01-01 expansion 2000.00",
                        "2026-01-01 churn -12000.00",
                        "2026-03-01 reactivation 11000.00");
        assertThat(rows(ledger.formatted("A-1"))).isEqualTo(ofOneFile);
        assertThat(rows(ledger.formatted("A-2"))).isEqualTo(ofOneFile);
        assertThat(rows(ledger.formatted("A-3")))
                .containsExactly("2025-01-01 new 10000.00", "2026-01-01 expansion 2000.00");
        assertThat(rows(ledger.formatted("A-4")))
                .containsExactly("2020-01-01 new 5000.00", "2026-06-15 expansion 12000.00");
    }

    @Test
    void anAmendmentMovesTheRenewalOfItsContractAlsoInAFileOfItsOwn() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        String header = "external_id,client,type,value,start_date,end_date\n";
        imports.run(
                Ask.of("contracts"),
                header
                        + "K-1,A-1,new,10000,2026-01-01,2026-12-31\n"
                        + "K-2,A-1,new,3000,2026-02-01,2027-01-31\n");
        imports.run(Ask.of("contracts"), header + "K-3,A-1,amendment,2500,2026-01-01,2026-12-31\n");
        assertThat(
                        rows(
                                """
                                select c.external_id || ' ' || r.current_arr_amount
                                from renewals r join contracts c using (client_id, contract_id) order by 1
                                """))
                .containsExactly("K-1 12500.00", "K-2 3000.00");
    }

    @Test
    void everyFaultOfARowIsNamedAndPersonalValuesAreNot() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        ImportRecord record =
                imports.run(
                        Ask.of("contacts").lenient(),
                        """
                        client,email,name,is_primary
                        A-1,not an address,Ann,maybe
                        A-1,ann@acme.example,,true
                        A-9,bob@acme.example,Bob,
                        A-1,cid@acme.example,Cid,true
                        A-1,CID@acme.example,Cid,
                        A-1,dee@acme.example,"Dee
                        of Acme",true
                        A-1,eve@acme.example,Eve
                        """);
        assertThat(imports.faults(record))
                .extracting(RowFault::line, RowFault::field, RowFault::code, RowFault::value)
                .containsExactly(
                        tuple(2L, "email", WRONG_TYPE, null),
                        tuple(2L, "is_primary", WRONG_TYPE, "maybe"),
                        tuple(3L, "name", MISSING, null),
                        tuple(4L, "client", UNKNOWN_CLIENT, "A-9"),
                        tuple(5L, "is_primary", CONFLICT, "true"),
                        tuple(6L, "email", DUPLICATE_IN_FILE, null),
                        tuple(7L, "is_primary", CONFLICT, "true"),
                        tuple(9L, "line", io.os199.cs.ingest.model.FaultCode.MALFORMED_LINE, null));
        assertThat(record.counts()).isEqualTo(counts(7, 0, 0, 0, 0, 7));
        assertThat(record.faults().byCode())
                .containsEntry("conflict", 2L)
                .containsEntry("wrong_type", 2L);
    }

    @Test
    void encodingsLineEndsDelimitersCommasAndGzipAreRead() throws IOException {
        String csv =
                "\ufeffexternal_id;name;contract_value\r\n"
                        + "Ä-1;\"Zürich\r\n"
                        + "AG\";1234,50\r\n\r\n"
                        + "日本;株式会社;7";
        ImportRecord record =
                imports.run(
                        Ask.of("clients").delimited(';'),
                        gzip(csv.getBytes(StandardCharsets.UTF_8)));
        assertThat(record.counts()).isEqualTo(counts(2, 2, 0, 0, 0, 0));
        assertThat(
                        rows(
                                "select external_id || '/' || name || '/' || contract_value from"
                                        + " clients order by 1"))
                .containsExactly("Ä-1/Zürich AG/1234.50", "日本/株式会社/7.00");

        imports.run(Ask.of("clients"), csv.getBytes(StandardCharsets.UTF_16));
        assertThat(imports.refusal()).contains("UTF-16; save it as UTF-8");

        ImportRecord latin =
                imports.run(
                        Ask.of("clients").lenient(),
                        "external_id,name\nB-1,Zürich\nB-2,Bern\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin.counts()).isEqualTo(counts(2, 1, 0, 0, 0, 1));
        assertThat(imports.faults(latin).getFirst().message()).contains("not UTF-8");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void aWrongHeaderNamesAllThatIsWrongWithIt() {
        imports.run(Ask.of("clients"), "external_id,nam,tier,tier\nA-1,Acme,,\n");
        assertThat(imports.refusal())
                .contains(
                        "there is no column \"nam\"",
                        "\"tier\" stands there twice",
                        "\"name\" is missing");
    }

    /** Without this a file that lacks its header would show personal data to everyone who may see imports. */
    @Test
    void whatDoesNotLookLikeAColumnIsToldByItsPlace() {
        imports.run(
                Ask.of("contacts"),
                "client_1,zz@plant.example,Zed Zedsson,zedsson\n"
                        + "client_1,y@plant.example,Yan Yansson,yansson\n");
        assertThat(imports.refusal())
                .contains("in place 1", "in place 2", "in place 3", "in place 4")
                .doesNotContain("client_1", "zz@", "Zed", "zedsson");
        imports.run(Ask.of("contacts"), "Client,Email,full_name\nclient_1,y@plant.example,Yan\n");
        assertThat(imports.refusal())
                .contains("there is no column \"Client\"", "there is no column \"full_name\"");
        ImportRecord shifted =
                imports.run(
                        Ask.of("clients").lenient(),
                        "external_id,name,tier\nA-1,Acme,zz@plant.example\n");
        assertThat(imports.faults(shifted))
                .extracting(RowFault::value)
                .containsExactly("[address]");
        ImportRecord cut =
                imports.run(
                        Ask.of("clients").lenient(),
                        "external_id,name,tier\nA-2,Acme,"
                                + "x".repeat(90)
                                + " zz@plant.example\n");
        assertThat(imports.faults(cut).getFirst().value())
                .endsWith("x [address]")
                .doesNotContain("zz");
    }

    @Test
    void ndjsonIsReadAsCsvIs() {
        ImportRecord record =
                imports.run(
                        Ask.of("clients").ndjson().lenient(),
                        """
                        {"external_id": "A-1", "name": "Acme", "tags": ["a", "b"], "contract_value": 12.50, "x_n": 3}

                        {"external_id": "A-2", "name": 7}
                        {"external_id": "A-3", "name": "Globex", "csm": null, "status": "active", "other": 1}
                        [1]
                        """);
        assertThat(record.counts()).isEqualTo(counts(4, 1, 0, 0, 0, 3));
        assertThat(imports.faults(record))
                .extracting(RowFault::line, RowFault::field, fault -> fault.code().wire())
                .containsExactly(
                        tuple(3L, "name", "wrong_type"),
                        tuple(4L, "other", "not_allowed"),
                        tuple(5L, "line", "malformed_line"));
        assertThat(one("select cast(tags as text) || cast(attributes as text) from clients"))
                .isEqualTo("{a,b}{\"n\": \"3\"}");
    }

    @Test
    void aWorkerThatStopsAnywhereIsTakenOverWithoutLossOrDouble() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\nA-2,Globex\n");
        int rows = 120_000;
        StringBuilder file = new StringBuilder("event_id,client,user_key,event_type,occurred_at\n");
        for (int i = 0; i < rows; i++) {
            file.append("e")
                    .append(i)
                    .append(i % 2 == 0 ? ",A-1" : ",A-2")
                    .append(",user-")
                    .append(i % 50)
                    .append(",view,2026-0")
                    .append(1 + i % 6)
                    .append("-10T09:30:00+02:00\n");
        }
        String importId =
                TestImports.accepted(
                        imports.receive(Ask.of("usage_events").lenient(), file.toString()));
        // Uncommitted work is as if it had never been: each step is done by a worker that has seen
        // no other.
        TestImports taker = imports;
        while (taker.step(importId) instanceof io.os199.cs.jobs.SteppedWork.More) {
            taker = new TestImports(test, CLOCK);
        }
        assertThat(taker.imports().find(importId).orElseThrow().counts())
                .isEqualTo(counts(rows, rows, 0, 0, 0, 0));
        assertThat(one("select count(distinct event_id) from usage_events")).isEqualTo("120000");
        assertThat(one("select count(*) from usage_dirty_days")).isEqualTo("6");
        assertThat(one("select count(*) from product_users")).isEqualTo("50");
    }

    @Test
    void stagedRowsThatACrashOfTheDatabaseTookAreReadAgain() {
        String importId = TestImports.accepted(imports.receive(Ask.of("clients"), CLIENTS));
        imports.step(importId);
        test.jdbi().useHandle(handle -> handle.execute("truncate import_staging_clients"));
        assertThat(imports.finish(importId).counts()).isEqualTo(counts(3, 3, 0, 0, 0, 0));
    }

    /** Rows merged before the crash, too, are known to have been in the file. */
    @Test
    void aRowThatRepeatsOneMergedBeforeACrashOfTheDatabaseIsADuplicate() {
        imports.run(Ask.of("clients"), "external_id,name\nA-1,Acme\n");
        int rows = 50_001;
        StringBuilder file = new StringBuilder("event_id,client,user_key,event_type,occurred_at\n");
        for (int i = 1; i <= rows; i++) {
            file.append("e").append(i % (rows - 1)).append(",A-1,user,view,2026-05-10T09:30:00Z\n");
        }
        String importId =
                TestImports.accepted(
                        imports.receive(Ask.of("usage_events").lenient(), file.toString()));
        while (imports.imports().find(importId).orElseThrow().counts().insertedCount() == 0) {
            imports.step(importId);
        }
        test.jdbi().useHandle(handle -> handle.execute("truncate import_staging_usage_events"));
        ImportRecord record = imports.finish(importId);
        assertThat(record.counts()).isEqualTo(counts(rows, rows - 1, 0, 0, 0, 1));
        assertThat(imports.faults(record))
                .extracting(RowFault::line, RowFault::code)
                .containsExactly(tuple(rows + 1L, DUPLICATE_IN_FILE));
    }
}
