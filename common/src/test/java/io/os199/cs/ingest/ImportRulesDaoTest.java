package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.feedback.scoring.FeedbackScoring;
import io.os199.cs.feedback.sentiment.LanguageGuess;
import io.os199.cs.feedback.sentiment.Lexicon;
import io.os199.cs.feedback.sentiment.LexiconScorer;
import io.os199.cs.feedback.text.TextReader;
import io.os199.cs.feedback.theme.Phrases;
import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Faults that lie in no column alone: rows that contradict each other, what is stored, or what happens meanwhile. */
final class ImportRulesDaoTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    private TestDatabase test;
    private TestImports imports;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        imports = new TestImports(test, CLOCK);
        done(Ask.of("clients"), "external_id,name\nA-1,Acme\nA-2,Globex\n");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private ImportRecord done(Ask ask, String file) {
        ImportRecord record = imports.run(ask, file);
        assertThat(record.state()).as(file).isEqualTo(ImportState.DONE);
        return record;
    }

    @Test
    void wordsThatChangeAreToBeScoredAnewAndOthersStayScored() {
        String head = "source,source_ref,client,type,content,received_at,title,priority\n";
        String rows =
                "email,1,A-1,general,Fine,2026-06-01T10:00:00Z,%s,%s\n"
                        + "email,2,A-1,general,%s,2026-06-01T10:00:00Z,Title,low\n";
        done(Ask.of("feedback"), head + rows.formatted("One", "low", "Good"));
        done(
                Ask.of("survey_responses"),
                "external_id,client,kind,score,responded_at,reason\n"
                        + "1,A-1,nps,9,2026-06-01T10:00:00Z,Fine\n");
        test.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    "update feedback set sentiment = 'positive', sentiment_method ="
                                            + " 'm', sentiment_version = '1'");
                            db.execute(
                                    "update survey_responses set sentiment = 'positive',"
                                            + " sentiment_method = 'm', sentiment_version = '1'");
                        });
        done(Ask.of("feedback"), head + rows.formatted("One", "high", "Bad"));
        done(
                Ask.of("survey_responses"),
                "external_id,client,kind,score,responded_at,reason\n"
                        + "1,A-1,nps,8,2026-06-01T10:00:00Z,Fine\n");
        assertThat(
                        test.count(
                                "feedback where source_ref = '1' and priority = 'high' and"
                                        + " sentiment = 'positive'"))
                .isEqualTo(1);
        assertThat(
                        test.count(
                                "feedback where source_ref = '2' and content_text = 'Bad' and"
                                        + " sentiment is null and sentiment_method is null"))
                .isEqualTo(1);
        assertThat(test.count("survey_responses where score = 8 and sentiment = 'positive'"))
                .isEqualTo(1);
        done(
                Ask.of("survey_responses"),
                "external_id,client,kind,score,responded_at,reason\n"
                        + "1,A-1,nps,8,2026-06-01T10:00:00Z,Worse\n");
        assertThat(test.count("survey_responses where sentiment_version is null")).isEqualTo(1);
    }

    /** The answer and its words then count as one. */
    @Test
    void feedbackIsOfTheAnswerThatItNamesOrThatTheSurveyCallsAlike() {
        done(
                Ask.of("survey_responses"),
                "external_id,client,kind,score,responded_at,reason\n"
                        + "R-1,A-1,nps,9,2026-06-01T10:00:00Z,One\n"
                        + "R-2,A-1,nps,9,2026-06-02T10:00:00Z,Two\n"
                        + "R-3,A-1,csat,5,2026-06-03T10:00:00Z,Three\n"
                        + "R-1,A-2,nps,9,2026-06-01T10:00:00Z,Elsewhere\n");
        String head = "source,source_ref,client,type,content,received_at";
        String row = "%s,%s,A-1,%s,Words,2026-06-01T10:00:00Z";
        // A row from before files named answers.
        done(
                Ask.of("feedback"),
                head
                        + '\n'
                        + row.formatted("survey", "R-1", "nps")
                        + '\n'
                        + row.formatted("survey", "R-3", "general")
                        + '\n'
                        + row.formatted("email", "R-2", "nps"));
        String links =
                """
                select f.source_ref || ' ' || coalesce(r.external_id, '-') from feedback f
                left join survey_responses r on r.client_id = f.client_id and r.response_id = f.response_id
                order by 1
                """;
        assertThat(rows(links)).containsExactly("R-1 R-1", "R-2 -", "R-3 -");

        String id = one("select response_id from survey_responses where external_id = 'R-2'");
        String naming = head + ",response\n" + row + ",%s\n";
        test.execute("update feedback set sentiment_method = 'm', sentiment_version = '1'");
        done(Ask.of("feedback"), naming.formatted("email", "R-2", "nps", id));
        assertThat(rows(links)).containsExactly("R-1 R-1", "R-2 R-2", "R-3 -");
        assertThat(rows("select source_ref from feedback where sentiment_method is null"))
                .as("to be scored, so that the answer is too")
                .containsExactly("R-2");
        ImportRecord again =
                done(Ask.of("feedback").forced(), naming.formatted("email", "R-2", "nps", "R-2"));
        assertThat(again.counts().unchangedCount()).isEqualTo(1);

        assertThat(faults("feedback", naming.formatted("email", "9", "nps", "R-404")))
                .containsExactly("2 response unknown_reference");
        assertThat(faults("feedback", naming.formatted("email", "9", "nps", "R-1")))
                .as("has other words")
                .containsExactly("2 response conflict");
        assertThat(faults("feedback", naming.formatted("email", "R-2", "nps", "R-1")))
                .as("of another answer")
                .containsExactly("2 response conflict");
        assertThat(faults("feedback", naming.formatted("email", "R-2", "nps", "<null>")))
                .containsExactly("2 response conflict");
        assertThat(faults("feedback", naming.formatted("email", "R-2", "ces", "")))
                .as("of a CES, the answer of NPS")
                .containsExactly("2 type conflict");
        String third = one("select response_id from survey_responses where external_id = 'R-3'");
        for (String name : List.of("R-3", third)) {
            assertThat(
                            faults(
                                    "feedback",
                                    naming.formatted("call", "7", "csat", "R-3")
                                            + row.formatted("call", "8", "csat")
                                            + ','
                                            + name))
                    .containsExactly("3 response duplicate_in_file");
        }
        assertThat(rows(links)).containsExactly("7 R-3", "R-1 R-1", "R-2 R-2", "R-3 -");
    }

    /** Who gave the feedback, and what it says, may be known only from the feedback. */
    @Test
    void whatIsNotCorrectedOfAnAnswerStaysInItsFeedback() {
        String head = "external_id,client,kind,score,responded_at\n";
        done(Ask.of("survey_responses"), head + "E-1,A-1,nps,3,2026-06-01T10:00:00Z\n");
        test.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, source_ref, response_id, contact_email,
                    submitter_name, content_text, assigned_team, received_at, sentiment, sentiment_method,
                    sentiment_version)
                select client_id, 'feedback_1', kind, 'survey', external_id, response_id, 'ann@acme.example', 'Ann',
                    '[erased]', 'cs', '2026-06-02T10:00:00Z', 'negative', 'm', '1'
                from survey_responses
                """);
        done(Ask.of("survey_responses"), head + "E-1,A-1,nps,4,2026-06-03T10:00:00Z\n");
        assertThat(
                        rows(
                                "select concat_ws(' | ', contact_email, submitter_name,"
                                    + " content_text, received_at::date, sentiment) from feedback"))
                .containsExactly("ann@acme.example | Ann | [erased] | 2026-06-02 | negative");
    }

    /** Answers that are recorded as they happen have their words as feedback as well. */
    @Test
    void theWordsOfAnAnswerThatIsCorrectedAreThoseOfItsFeedbackAndScoredAnew() {
        String head = "external_id,client,kind,score,responded_at,contact_email,reason\n";
        String rows =
                """
                E-1,A-1,%s,2026-06-01T10:00:00Z,%s,%s
                E-2,A-1,%s,Fine
                E-3,A-1,nps,9,2026-06-01T10:00:00Z,cy@acme.example,Fine
                """;
        String terrible = "The export is terrible and broken";
        done(
                Ask.of("survey_responses"),
                head
                        + rows.formatted(
                                "nps,7",
                                "ann@acme.example",
                                terrible,
                                "nps,3,2026-06-01T10:00:00Z,bo@acme.example"));
        test.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, source_ref, response_id, contact_email,
                    submitter_name, title, content_text, assigned_team, follow_up_by, received_at, sentiment,
                    sentiment_method, sentiment_version)
                select client_id, 'feedback_' || external_id, kind, 'survey', external_id, response_id, contact_email,
                    'Somebody', case external_id when 'E-1' then reason_text end,
                    case when external_id <> 'E-1' then 'Fine, we think' end, 'cs',
                    '2026-06-08', responded_at, 'negative', 'm', '1'
                from survey_responses
                """);
        test.execute(
                "update survey_responses set sentiment = 'negative', sentiment_method = 'm',"
                        + " sentiment_version = '1'");
        done(
                Ask.of("survey_responses"),
                head
                        + rows.formatted(
                                "csat,5",
                                "dee@acme.example",
                                "The export is wonderful and we love it",
                                "nps,4,2026-06-02T10:00:00Z,bo@acme.example"));
        String feedback =
                """
                select concat_ws(' | ', source_ref, type, received_at::date, contact_email, submitter_name, title,
                    content_text, follow_up_by, sentiment)
                from feedback order by source_ref
                """;
        assertThat(rows(feedback))
                .containsExactly(
                        "E-1 | csat | 2026-06-01 | dee@acme.example |"
                                + " The export is wonderful and we love it | 2026-06-08",
                        "E-2 | nps | 2026-06-02 | bo@acme.example | Somebody | Fine, we think |"
                                + " 2026-06-08",
                        "E-3 | nps | 2026-06-01 | cy@acme.example | Somebody | Fine, we think |"
                                + " 2026-06-08 | negative");
        Lexicon lexicon = Lexicon.english();
        new FeedbackScoring(
                        test.database(),
                        new TextReader(
                                new LexiconScorer(lexicon, new LanguageGuess("en")),
                                new Phrases(lexicon)),
                        new AuditLog(CLOCK),
                        ClientAnswers.unkept(),
                        CLOCK)
                .run();
        assertThat(rows(feedback))
                .as("nobody waits for a call any more but a detractor, and who said nothing new")
                .containsExactly(
                        "E-1 | csat | 2026-06-01 | dee@acme.example |"
                                + " The export is wonderful and we love it | positive",
                        "E-2 | nps | 2026-06-02 | bo@acme.example | Somebody | Fine, we think |"
                                + " 2026-06-09 | positive",
                        "E-3 | nps | 2026-06-01 | cy@acme.example | Somebody | Fine, we think |"
                                + " 2026-06-08 | positive");
        assertThat(
                        rows(
                                "select external_id || score || kind || sentiment from"
                                        + " survey_responses order by 1"))
                .containsExactly("E-15csatpositive", "E-24npspositive", "E-39npspositive");
    }

    /** Returns the faults in the rows of a file that is imported leniently. */
    private List<String> faults(String kind, String file) {
        return shown(done(Ask.of(kind).lenient().forced(), file));
    }

    private List<String> shown(ImportRecord record) {
        return imports.faults(record).stream()
                .map(
                        fault ->
                                "%d %s %s"
                                        .formatted(
                                                fault.line(), fault.field(), fault.code().wire()))
                .toList();
    }

    private List<String> rows(String sql) {
        return test.texts(sql);
    }

    private String one(String sql) {
        return rows(sql).getFirst();
    }

    @Test
    void aMonthThatIsClosedBetweenReadingAndMergingRejectsItsRows() {
        String file =
                """
                event_id,client,user_key,event_type,occurred_at
                e-1,A-1,ana,view,2026-01-31T23:59:59Z
                e-2,A-1,ana,view,2026-02-01T00:00:00Z
                """;
        String importId =
                TestImports.accepted(imports.receive(Ask.of("usage_events").lenient(), file));
        imports.step(importId);
        assertThat(one("select cast(drop_usage_month('2026-01-01') as text)")).isEqualTo("true");
        ImportRecord record = imports.finish(importId);
        assertThat(record.counts()).isEqualTo(new ImportCounts(2, 1, 0, 0, 0, 1));
        assertThat(shown(record)).containsExactly("2 occurred_at out_of_range");
        assertThat(rows("select event_id from usage_events")).containsExactly("e-2");
        assertThat(faults("usage_events", file)).containsExactly("2 occurred_at out_of_range");
    }

    /** Otherwise both rows would change it, and the ledger would record two movements. */
    @Test
    void aRowThatNamesByItsIdWhatARowBeforeItNamedIsADuplicate() {
        String head = "external_id,client,type,value,start_date,end_date\n";
        String terms = ",A-1,new,%d,2026-01-01,2026-12-31\n";
        done(Ask.of("contracts"), head + "K-1" + terms.formatted(1_000));
        String contractId = one("select contract_id from contracts");
        assertThat(
                        faults(
                                "contracts",
                                head
                                        + "K-1"
                                        + terms.formatted(1_500)
                                        + contractId
                                        + terms.formatted(1_500)))
                .containsExactly("3 external_id duplicate_in_file");
        assertThat(one("select value || ' ' || external_id from contracts"))
                .isEqualTo("1500.00 K-1");
        assertThat(one("select sum(arr_delta_amount) from revenue_movements")).isEqualTo("1500.00");

        String clientId = one("select client_id from clients where external_id = 'A-1'");
        assertThat(faults("clients", "external_id,name\nA-1,Acme One\n" + clientId + ",Acme Two\n"))
                .containsExactly("3 external_id duplicate_in_file");
        assertThat(
                        one(
                                "select name from clients join client_names using (client_id, name)"
                                        + " where client_id = '"
                                        + clientId
                                        + "'"))
                .isEqualTo("Acme One");
    }

    @Test
    void contractsThatWouldBeWorthLessThanNothingTogetherAreConflicts() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String terms = ",2026-01-01,2026-12-31,active\n";
        done(
                Ask.of("contracts"),
                head
                        + "K-1,A-1,new,1000"
                        + terms
                        + "K-2,A-1,amendment,-400"
                        + terms
                        + "K-3,A-2,new,100"
                        + terms);
        assertThat(
                        faults(
                                "contracts",
                                head
                                        + "K-4,A-1,amendment,-601"
                                        + terms
                                        + "K-5,A-2,amendment,-100"
                                        + terms
                                        + "K-6,A-1,expansion,1"
                                        + terms.replace("active", "expired")))
                .containsExactly("2 value conflict");
        assertThat(faults("contracts", head + "K-1,A-1,new,399" + terms))
                .containsExactly("2 value conflict");
        assertThat(
                        faults(
                                "contracts",
                                head + "K-1,A-1,new,1000" + terms.replace("active", "expired")))
                .containsExactly("2 value conflict");
        assertThat(
                        rows(
                                "select external_id || ' ' || contract_value from clients order by"
                                        + " external_id"))
                .containsExactly("A-1 600.00", "A-2 0.00");
    }

    @Test
    void contractsThatWouldBeWorthMoreThanCanBeStoredTogetherAreConflicts() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String terms = ",2026-01-01,2026-12-31,active\n";
        done(Ask.of("contracts"), head + "K-1,A-1,new,600000000000" + terms);
        assertThat(
                        faults(
                                "contracts",
                                head
                                        + "K-2,A-1,expansion,399999999999.99"
                                        + terms
                                        + "K-3,A-1,expansion,1"
                                        + terms
                                        + "K-4,A-2,new,999999999999.99"
                                        + terms))
                .containsExactly("2 value conflict", "3 value conflict");
        done(Ask.of("contracts"), head + "K-2,A-1,expansion,399999999999.99" + terms);
        assertThat(
                        rows(
                                "select external_id || ' ' || contract_value from clients order by"
                                        + " external_id"))
                .containsExactly("A-1 999999999999.99", "A-2 999999999999.99");
    }

    @Test
    void whoHasChurnedIsNotBroughtBackByClearingThat() {
        done(Ask.of("clients"), "external_id,name,status\nA-9,Initech,churned\n");
        for (String column : List.of("status", "lifecycle_stage")) {
            assertThat(faults("clients", "external_id,name," + column + "\nA-9,Initech,<null>\n"))
                    .containsExactly("2 status conflict");
        }
        assertThat(one("select status || lifecycle_stage from clients where name = 'Initech'"))
                .isEqualTo("churnedchurned");
    }

    /** A contract whose status is cleared gets the status of a new one, which is active. */
    @Test
    void aContractWhoseStatusIsClearedIsActiveWhichNoneOfAChurnedClientMayBe() {
        done(Ask.of("clients"), "external_id,name,status\nA-9,Initech,churned\n");
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String terms = ",new,7000,2025-01-01,2025-12-31,";
        String churned = head + "K-9,A-9" + terms;
        String live = head + "K-1,A-1" + terms;
        done(Ask.of("contracts"), churned + "expired\n");
        done(Ask.of("contracts"), live + "terminated\n");
        assertThat(faults("contracts", churned + "<null>\n")).containsExactly("2 status conflict");
        done(Ask.of("contracts"), live + "<null>\n");
        assertThat(
                        rows(
                                "select external_id || ' ' || status || ' ' ||"
                                    + " coalesce(terminated_on::text, '-') from contracts order by"
                                    + " external_id"))
                .containsExactly("K-1 active -", "K-9 expired -");
    }

    /** Else the client would have had ARR on the day on which it was gone. */
    @Test
    void whoWasWonBackGetsNoActiveContractOfBeforeItsChurn() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String old = "K-1,A-1,new,7000,2025-01-01,2027-12-31,%s\n";
        done(Ask.of("contracts"), head + old.formatted("terminated"));
        test.execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                select client_id, date '2026-03-01', 'Sold', 7000 from clients
                """);
        ImportRecord record =
                imports.run(
                        Ask.of("contracts"),
                        head
                                + "K-2,A-1,new,100,2026-02-28,2027-02-27,active\n"
                                + "K-3,A-1,new,100,2026-03-01,2027-02-28,active\n"
                                + "K-4,A-1,new,100,2025-01-01,2025-12-31,expired\n"
                                + old.formatted("active").replace("2025", "2024"));
        assertThat(shown(record)).containsExactly("2 start_date conflict", "5 start_date conflict");
        assertThat(imports.faults(record).getFirst().message())
                .isEqualTo(
                        "start_date is before the day on which the client last churned; a contract"
                            + " that is over is sent as expired or terminated, any other has a day"
                            + " from 2026-03-01");
        assertThat(
                        faults(
                                "clients",
                                "external_id,name,contract_value,contract_end_date\n"
                                        + "A-2,Globex,500,2027-02-27\nA-3,Hooli,500,2026-02-27\n"))
                .containsExactly("2 contract_start_date conflict");

        // One that is there may go on: that moves the ledger today.
        done(Ask.of("contracts"), head + old.formatted("active"));
        assertThat(one("select status from contracts where external_id = 'K-1'"))
                .isEqualTo("active");
    }

    /** Signs the renewal of K-1, with K-2 as the contract that follows. */
    private void signRenewal() {
        test.execute(
                """
                update renewals r
                set stage = 'renewed', closed_on = '2026-06-10', new_contract_id = n.contract_id
                from contracts k join contracts n on n.external_id = 'K-2'
                where k.external_id = 'K-1' and r.contract_id = k.contract_id
                """);
    }

    @Test
    void theContractOfASignedRenewalBeginsByItselfAndTheOneBeforeKeepsTheDayOnWhichItWasLeft() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String before = head + "K-1,A-1,new,7000,2025-07-01,2026-06-30,%s\n";
        String next = head + "K-2,A-1,renewal,9000,2026-07-01,2027-06-30,%s\n";
        done(Ask.of("contracts"), before.formatted("active"));
        done(Ask.of("contracts"), next.formatted("draft"));
        signRenewal();
        assertThat(faults("contracts", next.formatted("active")))
                .containsExactly("2 status conflict");
        assertThat(faults("contracts", next.formatted("<null>")))
                .containsExactly("2 status conflict");
        assertThat(one("select status from contracts where external_id = 'K-2'"))
                .isEqualTo("draft");

        test.execute(
                "update contracts set status = 'expired', terminated_on = '2026-06-01' where"
                        + " external_id = 'K-1'");
        assertThat(done(Ask.of("contracts").forced(), before.formatted("expired")).counts())
                .isEqualTo(new ImportCounts(1, 0, 0, 1, 0, 0));
        assertThat(one("select terminated_on::text from contracts where external_id = 'K-1'"))
                .isEqualTo("2026-06-01");
    }

    @Test
    void aContractThatIsOverBeforeItsEndDateNoLongerCountsFromTheDayOfTheImport() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String left = "K-1,A-1,new,1000,2026-01-01,2026-12-31,%s\n";
        String others =
                "K-2,A-2,new,2000,2026-01-01,2026-12-31,%1$s\n"
                        + "K-3,A-2,new,100,2025-01-01,2025-12-31,%1$s\n";
        String days =
                "select external_id || ' ' || coalesce(terminated_on::text, '-') from contracts"
                        + " order by external_id";
        done(Ask.of("contracts"), head + left.formatted("active") + others.formatted("active"));
        assertThat(rows(days)).containsExactly("K-1 -", "K-2 -", "K-3 -");
        done(
                Ask.of("contracts"),
                head
                        + left.formatted("terminated")
                        + others.formatted("expired")
                        + "K-4,A-2,new,300,2026-02-01,2027-01-31,terminated\n"
                        + "K-5,A-2,new,400,2025-02-01,2026-01-31,terminated\n");
        assertThat(rows(days))
                .containsExactly(
                        "K-1 2026-06-15",
                        "K-2 2026-06-15",
                        "K-3 -",
                        "K-4 2026-06-15",
                        "K-5 2026-01-31");
        assertThat(
                        rows(
                                "select effective_on || ' ' || arr_delta_amount from"
                                        + " revenue_movements join clients using (client_id) where"
                                        + " external_id = 'A-1' order by effective_on"))
                .containsExactly("2026-01-01 1000.00", "2026-06-15 -1000.00");

        test.execute("update contracts set terminated_on = '2026-06-01' where external_id = 'K-1'");
        for (String status : List.of("expired", "terminated")) {
            done(Ask.of("contracts").forced(), head + left.formatted(status));
            assertThat(rows(days).getFirst()).isEqualTo("K-1 2026-06-01");
        }
    }

    @Test
    void whatChangesAfterARenewalWasSignedGoesOnInTheNewTerm() {
        String head =
                "external_id,client,type,value,start_date,end_date,status,included_users,products,tier\n";
        String before = ",2025-07-01,2026-06-30,%s,%s,%s,%s\n";
        String base = "K-1,A-1,new,%s" + before;
        String side = "K-3,A-1,amendment,%s" + before;
        String next = "K-2,A-1,renewal,%s,2026-07-01,2027-06-30,draft,%s,%s,standard\n";
        done(Ask.of("products"), "product_id,name,list_price_amount\na,A,1\nb,B,1\nc,C,1\nd,D,1\n");
        String signed =
                head
                        + base.formatted("7000", "active", "10", "a|b", "standard")
                        + side.formatted("500", "active", "", "b", "standard");
        done(Ask.of("contracts"), signed + next.formatted("9000", "20", "a|b|c"));
        signRenewal();
        String shown =
                """
                select value || ' ' || included_users || ' ' || products::text || ' ' || tier from contracts
                where external_id = 'K-2'
                """;
        String changed =
                head
                        + base.formatted("8000", "active", "15", "d", "standard")
                        + "K-4,A-1,amendment,300"
                        + before.formatted("active", "2", "d", "enterprise");
        done(Ask.of("contracts"), changed);
        assertThat(one(shown))
                .as("of its products a went, b is that of an amendment too")
                .isEqualTo("10300.00 27 {b,c,d} enterprise");
        assertThat(one("select current_arr_amount from renewals")).isEqualTo("7500.00");

        done(Ask.of("contracts").forced(), changed);
        assertThat(one(shown)).startsWith("10300.00 27 ");

        String many =
                IntStream.range(10, 32)
                        .mapToObj(
                                n ->
                                        "K-"
                                                + n
                                                + ",A-1,amendment,1"
                                                + before.formatted(
                                                        "active", "100000000", "d", "standard"))
                        .collect(Collectors.joining());
        done(Ask.of("contracts"), head + many);
        assertThat(one(shown)).as("as many as can be stored").startsWith("10322.00 2147483647 ");

        done(
                Ask.of("contracts"),
                head
                        + base.formatted("1000", "active", "1", "d", "standard")
                        + next.formatted("9500", "30", "a").replace("standard", "professional"));
        assertThat(one(shown)).as("as the file says").isEqualTo("9500.00 30 {a} professional");

        // What is over takes nothing of the term that comes.
        done(Ask.of("contracts"), head + base.formatted("1000", "expired", "1", "d", "standard"));
        assertThat(one(shown)).startsWith("9500.00 30 ");
    }

    /** As with seats: what is new is added, a change is carried over, and what was unknown at the signing is not. */
    @Test
    void whatIsAllowedAfterARenewalWasSignedIsAllowedInTheNewTerm() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String before = ",2025-07-01,2026-06-30,active\n";
        String limits = "client,contract,feature_key,included_quantity,block_quantity\n";
        String limit = "A-1,%s,%s,%d,10\n";
        done(
                Ask.of("contracts"),
                head
                        + "K-1,A-1,new,7000"
                        + before
                        + "K-2,A-1,renewal,9000,2026-07-01,2027-06-30,draft\n");
        done(
                Ask.of("contract_limits"),
                limits
                        + limit.formatted("K-1", "calls", 100)
                        + limit.formatted("K-2", "calls", 150)
                        + limit.formatted("K-2", "rows", 70));
        signRenewal();
        test.execute("update contracts set created_at = '2025-07-01'");
        done(Ask.of("contracts"), head + "K-3,A-1,amendment,300" + before);
        test.execute("update renewals set stage_changed_at = '2026-06-10'");
        String allowed =
                """
                select l.feature_key || ' ' || l.included_quantity || ' ' || l.block_quantity
                from contract_limits l join contracts c using (client_id, contract_id)
                where c.external_id = 'K-2' order by 1
                """;
        String changed =
                limits
                        + limit.formatted("K-1", "calls", 120)
                        + limit.formatted("K-1", "rows", 50)
                        + limit.formatted("K-1", "seats", 5)
                        + limit.formatted("K-3", "calls", 30)
                        + limit.formatted("K-3", "seats", 2);
        done(Ask.of("contract_limits"), changed);
        assertThat(rows(allowed)).containsExactly("calls 200 10", "rows 70 10", "seats 7 10");
        done(Ask.of("contract_limits").forced(), changed);
        assertThat(rows(allowed)).containsExactly("calls 200 10", "rows 70 10", "seats 7 10");

        done(
                Ask.of("contract_limits").skipping(),
                limits
                        + limit.formatted("K-1", "calls", 1)
                        + limit.formatted("K-2", "rows", 1)
                        + limit.formatted("K-3", "rows", 1));
        assertThat(rows(allowed))
                .as("what is known is skipped")
                .containsExactly("calls 200 10", "rows 71 10", "seats 7 10");

        done(
                Ask.of("contract_limits"),
                limits
                        + limit.formatted("K-1", "calls", 500)
                        + limit.formatted("K-1", "rows", 40)
                        + limit.formatted("K-2", "calls", 90));
        assertThat(rows(allowed)).contains("calls 90 10", "rows 61 10");
    }

    /** It was agreed with or without it, and has no seats of its own until something before it changes. */
    @Test
    void whatComesBackAfterARenewalWasSignedAddsNothingToTheNewTerm() {
        String head = "external_id,client,type,value,start_date,end_date,status,included_users\n";
        String before = ",2025-07-01,2026-06-30,%s,%s\n";
        String base = "K-1,A-1,new,%s" + before;
        String side = "K-3,A-1,amendment,500" + before;
        String next = "K-2,A-1,renewal,9000,2026-07-01,2027-06-30,draft,\n";
        String signed =
                head + base.formatted("7000", "active", "10") + side.formatted("active", "5");
        done(Ask.of("contracts"), signed + next);
        signRenewal();
        String shown =
                """
                select value || ' ' || coalesce(included_users::text, '-') from contracts
                where external_id = 'K-2'
                """;
        String over =
                head + base.formatted("7000", "expired", "10") + side.formatted("terminated", "5");
        done(Ask.of("contracts"), over);
        assertThat(one(shown)).isEqualTo("9000.00 -");
        done(Ask.of("contracts").forced(), signed);
        assertThat(one(shown)).as("with the seats of all before it").isEqualTo("9000.00 15");

        done(Ask.of("contracts").forced(), over);
        done(Ask.of("contracts"), head + base.formatted("7200", "active", "12"));
        assertThat(one(shown)).as("with what changed meanwhile").isEqualTo("9200.00 17");

        done(
                Ask.of("contracts").skipping(),
                head + next + "K-4,A-1,amendment,300" + before.formatted("active", "2"));
        assertThat(one(shown)).as("named, but skipped").isEqualTo("9500.00 19");
    }

    /** Else it would go on beside the new term, which has it already. */
    @Test
    void anExpansionThatRenewsWithAnotherContractStillDoesWhenItChanges() {
        String head = "external_id,client,type,value,start_date,end_date\n";
        String expansion = "K-2,A-1,expansion,%d,2026-01-01,2026-06-30\n";
        done(Ask.of("contracts"), head + "K-1,A-1,new,7000,2025-07-01,2026-06-30\n");
        done(Ask.of("contracts"), head + expansion.formatted(2_000));
        test.execute("delete from renewals where current_arr_amount = 2000");
        test.execute(
                """
                update contracts a set base_contract_id = b.contract_id from contracts b
                where a.external_id = 'K-2' and b.external_id = 'K-1'
                """);
        done(Ask.of("contracts"), head + expansion.formatted(3_000));
        assertThat(
                        rows(
                                "select external_id || ' ' || current_arr_amount from renewals join"
                                        + " contracts using (client_id, contract_id)"))
                .containsExactly("K-1 10000.00");
    }

    @Test
    void whoIsImportedAsChurnedHasAChurnOnTheDayOnWhichTheLedgerHasItGone() {
        done(
                Ask.of("clients"),
                """
                external_id,name,status,contract_value,contract_start_date,contract_end_date
                A-8,Hooli,churned,50000,2024-08-01,2025-07-31
                A-9,Initech,churned,,,
                """);
        assertThat(churns()).containsExactly("A-8 2025-08-01 imported 50000.00");

        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String first = "K-1,A-9,new,1000,2023-01-01,2023-12-31,expired\n";
        String second = "K-2,A-9,renewal,1200,2024-01-01,2024-12-31,expired\n";
        done(Ask.of("contracts"), head + first);
        assertThat(churns())
                .containsExactly(
                        "A-8 2025-08-01 imported 50000.00", "A-9 2024-01-01 imported 1000.00");
        done(Ask.of("contracts"), head + second);
        done(Ask.of("contracts").forced(), head + first + second);
        assertThat(churns())
                .containsExactly(
                        "A-8 2025-08-01 imported 50000.00", "A-9 2025-01-01 imported 1200.00");

        // A manual entry stays.
        test.execute("update churn_events set reason = 'Sold', churned_on = '2024-11-30'");
        done(Ask.of("contracts"), head + "K-3,A-9,renewal,1300,2025-01-01,2025-12-31,terminated\n");
        assertThat(churns())
                .containsExactly("A-8 2024-11-30 Sold 50000.00", "A-9 2024-11-30 Sold 1200.00");
    }

    private List<String> churns() {
        return rows(
                "select external_id || ' ' || churned_on || ' ' || reason || ' ' || arr_lost_amount"
                        + " from churn_events join clients using (client_id) order by external_id");
    }

    @Test
    void aContractThatHasBroughtArrDoesNotBecomeADraftAgain() {
        String head = "external_id,client,type,value,start_date,end_date,status\n";
        String active = "K-1,A-1,new,5000,2026-01-01,2026-12-31,active\n";
        String draft = "K-2,A-2,new,5000,2026-01-01,2026-12-31,draft\n";
        String both = head + active.replace("active", "draft") + draft.replace("5000", "6000");
        done(Ask.of("contracts"), head + active + draft);
        assertThat(faults("contracts", both)).containsExactly("2 status conflict");
        assertThat(rows("select value || ' ' || status from contracts order by 1"))
                .containsExactly("5000.00 active", "6000.00 draft");
        assertThat(shown(done(Ask.of("contracts").skipping(), both))).isEmpty();
    }

    @Test
    void aStageThatIsClearedBeginsAnewAndSaysSo() {
        test.execute("delete from lifecycle_transitions");
        done(
                Ask.of("clients"),
                "external_id,name,lifecycle_stage\nA-1,Acme,active\nA-2,Globex,active\n");
        test.execute("delete from lifecycle_transitions");
        done(Ask.of("clients"), "external_id,name,lifecycle_stage\nA-1,Acme,<null>\nA-2,Globex,\n");
        assertThat(
                        rows(
                                "select external_id || ' ' || lifecycle_stage from clients order by"
                                        + " external_id"))
                .containsExactly("A-1 onboarding", "A-2 active");
        assertThat(rows("select from_stage || ' ' || to_stage from lifecycle_transitions"))
                .containsExactly("active onboarding");
    }

    /** A skipped contact stays the primary one, whatever the file says. */
    @Test
    void oneWhoIsSkippedStaysThePrimaryContact() {
        String head = "client,email,name,is_primary\n";
        done(Ask.of("contacts"), head + "A-1,ann@acme.example,Ann,true\n");
        String handOver = head + "A-1,ann@acme.example,Ann,false\nA-1,bob@acme.example,Bob,true\n";
        assertThat(shown(done(Ask.of("contacts").lenient().skipping(), handOver)))
                .containsExactly("3 is_primary conflict");
        done(Ask.of("contacts").forced(), handOver);
        assertThat(rows("select name from contacts where is_primary")).containsExactly("Bob");
    }

    @Test
    void aTicketIsOverByItsStatusAndByItsInstantsOrByNeither() {
        String head = "external_id,client,subject,opened_at,status,resolved_at,closed_at\n";
        String row = "%s,A-1,Help,2026-05-01T10:00:00Z,%s,%s,%s\n";
        String at = "2026-05-02T10:00:00Z";
        assertThat(
                        faults(
                                "tickets",
                                head
                                        + row.formatted("1", "open", at, "")
                                        + row.formatted("2", "resolved", "", "")
                                        + row.formatted("3", "resolved", at, at)
                                        + row.formatted("4", "pending", "", "")
                                        + row.formatted("5", "closed", at, "")
                                        + row.formatted("6", "", "", at)))
                .containsExactly("2 status conflict", "3 status conflict", "4 status conflict");
        String statuses = "select external_id || ' ' || status from tickets order by external_id";
        assertThat(rows(statuses)).containsExactly("4 pending", "5 closed", "6 closed");
        done(
                Ask.of("tickets"),
                head
                        + row.formatted("4", "", at, "")
                        + row.formatted("5", "", "<null>", "")
                        + row.formatted("6", "", at, "<null>"));
        assertThat(rows(statuses)).containsExactly("4 resolved", "5 open", "6 resolved");
        String again = head + row.formatted("4", "in_progress", "", "");
        assertThat(faults("tickets", again)).containsExactly("2 status conflict");
        assertThat(shown(done(Ask.of("tickets").lenient().skipping().forced(), again))).isEmpty();
        done(Ask.of("tickets"), head + row.formatted("4", "in_progress", "<null>", ""));
        assertThat(rows(statuses)).containsExactly("4 in_progress", "5 open", "6 resolved");
    }

    /** Returns when the client was last heard from. */
    private String lastHeardOf() {
        return one(
                "select to_char(last_engagement_at at time zone 'UTC', 'YYYY-MM-DD') from clients"
                        + " where external_id = 'A-1'");
    }

    @Test
    void aClientWasLastHeardOfWhenTheRowsSayThatAreKept() {
        Ask touchpoints = Ask.of("touchpoints");
        String row =
                "source_ref,client,kind,direction,occurred_at\n%s,A-1,call,inbound,%sT10:00:00Z\n";
        done(touchpoints, row.formatted("T-1", "2026-04-01"));
        done(touchpoints.skipping(), row.formatted("T-1", "2026-05-25"));
        assertThat(lastHeardOf()).as("skipped").isEqualTo("2026-04-01");
        done(touchpoints, row.formatted("T-1", "2026-05-29"));
        assertThat(lastHeardOf()).as("later").isEqualTo("2026-05-29");
        done(touchpoints, row.formatted("T-2", "2026-03-01"));
        done(touchpoints, row.formatted("T-1", "2026-02-01"));
        assertThat(lastHeardOf()).as("by another touchpoint").isEqualTo("2026-03-01");
        done(
                Ask.of("tickets"),
                "external_id,client,subject,opened_at\n1,A-1,Help,2026-01-20T10:00:00Z\n");
        done(touchpoints, row.formatted("T-2", "2026-01-02"));
        assertThat(lastHeardOf()).as("by the first touchpoint").isEqualTo("2026-02-01");
        done(touchpoints, row.formatted("T-1", "2026-01-03"));
        assertThat(lastHeardOf()).as("by a ticket").isEqualTo("2026-01-20");
    }

    @Test
    void whoHasLeftIsNoLongerThePrimaryContactAndEachChangeIsCounted() {
        String head = "client,email,name,is_primary,left_company_at\n";
        String ann = "A-1,ann@acme.example,Ann,%s,%s\n";
        String bob = "A-1,bob@acme.example,Bob,%s,%s\n";
        String primary = "select name from contacts where is_primary";
        done(Ask.of("contacts"), head + ann.formatted("true", ""));
        ImportRecord passedOn =
                done(
                        Ask.of("contacts"),
                        head + bob.formatted("true", "") + ann.formatted("false", ""));
        assertThat(passedOn.counts()).isEqualTo(new ImportCounts(2, 1, 1, 0, 0, 0));
        ImportRecord left =
                done(Ask.of("contacts"), head + bob.formatted("", "2026-06-01T10:00:00Z"));
        assertThat(left.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0, 0, 0));
        assertThat(rows(primary)).isEmpty();
        test.execute("update contacts set is_primary = true where name = 'Bob'");
        done(Ask.of("contacts").forced(), head + ann.formatted("true", ""));
        assertThat(rows(primary)).containsExactly("Ann");
    }

    @Test
    void modulesThatWouldNeedThemselvesAreConflicts() {
        String head = "code,name,format,duration_minutes,prerequisites\n";
        String row = "%1$s,Module %1$s,video,10,%2$s\n";
        assertThat(
                        faults(
                                "training_modules",
                                head
                                        + row.formatted("m1", "m2")
                                        + row.formatted("m2", "m1")
                                        + row.formatted("m3", "m3")
                                        + row.formatted("m4", "")
                                        + row.formatted("m5", "m4")))
                .containsExactly(
                        "2 prerequisites conflict",
                        "3 prerequisites conflict",
                        "4 prerequisites conflict");
        assertThat(faults("training_modules", head + row.formatted("m4", "m5")))
                .containsExactly("2 prerequisites conflict");
        done(
                Ask.of("training_modules"),
                head + row.formatted("m5", "<null>") + row.formatted("m4", "m5"));
    }

    @Test
    void anActiveSurveyChangesItsKindOnlyWhenItSaysThatItStaysActive() {
        String head = "survey_id,kind,name,question,active\n";
        done(Ask.of("surveys"), head + "S-1,nps,One,How?,true\nS-2,csat,Two,How?,true\n");
        assertThat(faults("surveys", head + "S-1,csat,One,How?,\n"))
                .containsExactly("2 kind conflict");
        assertThat(faults("surveys", head + "S-1,csat,One,How?,true\n"))
                .containsExactly("2 active conflict");
        done(Ask.of("surveys"), head + "S-1,csat,One,How?,true\nS-2,csat,Two,How?,false\n");
        assertThat(rows("select survey_id from surveys where active")).containsExactly("S-1");
    }

    /** Otherwise an answer to one kind would count as an answer to the other. */
    @Test
    void aSurveyThatWasSentOrAnsweredKeepsItsKind() {
        String head = "survey_id,kind,name,question\n";
        String rows = "S-1,%1$s,Sent,How?\nS-2,%1$s,Answered,How?\nS-3,%1$s,New,How?\n";
        done(Ask.of("surveys"), head + rows.formatted("ces"));
        test.execute(
                """
                insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                select client_id, 'S-1', 'ann@acme.example', '2026-06-01', '2026-06-01T10:00:00Z'
                from clients where external_id = 'A-1'
                """);
        done(
                Ask.of("survey_responses"),
                "external_id,client,kind,score,responded_at,survey_id\n"
                        + "R-1,A-1,ces,7,2026-06-01T10:00:00Z,S-2\n");
        assertThat(faults("surveys", head + rows.formatted("nps")))
                .containsExactly("2 kind conflict", "3 kind conflict");
        assertThat(rows("select survey_id || kind from surveys order by 1"))
                .containsExactly("S-1ces", "S-2ces", "S-3nps");
    }

    /** A client that leaves meanwhile has left, and who unsubscribes meanwhile has unsubscribed. */
    @Test
    void whatSomebodyElseIsChangingStaysChanged() throws Exception {
        String contacts = "client,email,name,newsletter_opt_in\nA-1,ann@acme.example,%s,%s\n";
        done(Ask.of("contacts"), contacts.formatted("Ann", "true"));
        during(
                "update clients set status = 'churned', lifecycle_stage = 'churned'",
                () -> done(Ask.of("clients"), "external_id,name,csm\nA-1,Acme,kim\n"));
        assertThat(
                        one(
                                "select csm || ' ' || status || ' ' || lifecycle_stage from clients"
                                        + " where external_id = 'A-1'"))
                .isEqualTo("kim churned churned");
        during(
                "update contacts set newsletter_opt_in = false",
                () -> done(Ask.of("contacts"), contacts.formatted("Anna", "")));
        assertThat(one("select name || ' ' || newsletter_opt_in from contacts"))
                .isEqualTo("Anna false");
    }

    /** So an erasure of a person, which holds clients and then writes their rows, waits for nobody who waits for it. */
    @Test
    void ofAClientThatSomebodyElseHoldsNoRowIsHeld() throws Exception {
        String tickets = "external_id,client,subject,opened_at\n1,A-1,%s,2026-05-01T10:00:00Z\n";
        done(Ask.of("tickets"), tickets.formatted("Help"));
        during(
                "select from clients for update",
                "select from tickets for update nowait",
                () -> done(Ask.of("tickets"), tickets.formatted("Help us")));
        assertThat(one("select subject from tickets")).isEqualTo("Help us");
    }

    private void during(String change, Callable<ImportRecord> anImport) throws Exception {
        during(change, "select 1", anImport);
    }

    /** Runs an import, and a second statement of the transaction with the change once the import waits for it. */
    private void during(String change, String whileItWaits, Callable<ImportRecord> anImport)
            throws Exception {
        try (Handle other = test.jdbi().open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.begin();
            other.execute(change);
            Future<ImportRecord> running = threads.submit(anImport);
            Await.until(
                    () ->
                            test.count(
                                            "pg_stat_activity where datname = current_database()"
                                                    + " and wait_event_type = 'Lock'")
                                    == 1);
            other.execute(whileItWaits);
            other.commit();
            running.get();
        }
    }

    /** Whichever import comes second finds what the first has created, and each row is reported once. */
    @Test
    void twoImportsOfTheSameNewRowsAtOnceMakeEachOnce() throws Exception {
        StringBuilder file = new StringBuilder("external_id,name,contract_value\n");
        StringBuilder reversed = new StringBuilder("external_id,name,contract_value\n");
        int rows = 200;
        for (int i = 0; i < rows; i++) {
            file.append("B-%1$d,Firm %1$d,100\n".formatted(i));
            reversed.append("B-%1$d,Firm %1$d,100\n".formatted(rows - 1 - i));
        }
        List<Callable<ImportRecord>> both =
                List.of(
                        () -> steadily(Ask.of("clients"), file.toString()),
                        () -> steadily(Ask.of("clients"), reversed.toString()));
        ImportCounts sum = ImportCounts.NONE;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<ImportRecord> each : threads.invokeAll(both)) {
                assertThat(each.get().state()).isEqualTo(ImportState.DONE);
                sum = sum.plus(each.get().counts());
            }
        }
        assertThat(sum).isEqualTo(new ImportCounts(2L * rows, rows, 0, rows, 0, 0));
        assertThat(one("select count(*) from clients where external_id like 'B-%'"))
                .isEqualTo("200");
        assertThat(one("select count(*) || ' ' || sum(value) from contracts"))
                .isEqualTo("200 20000.00");
        assertThat(one("select sum(arr_delta_amount) from revenue_movements"))
                .isEqualTo("20000.00");
    }

    /** Runs as a worker does: a failed step is tried three times. */
    private ImportRecord steadily(Ask ask, String file) {
        TestImports own = new TestImports(test, CLOCK);
        String importId = TestImports.accepted(own.receive(ask, file));
        for (int attempt = 1; ; attempt++) {
            try {
                return own.finish(importId);
            } catch (RuntimeException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }
}
