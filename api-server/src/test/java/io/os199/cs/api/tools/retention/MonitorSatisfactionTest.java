package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.satisfaction.SurveySending;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The worked examples of the tool over a real database, on 2026-06-30. */
class MonitorSatisfactionTest {
    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> tool;
    private int number;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        run(
                db -> {
                    client(db, "client_a", "Acme Corp", "professional", 72_000);
                    client(db, "client_b", "Beta Ltd", "enterprise", 50_000);
                    db.execute(
                            """
                            insert into surveys (survey_id, kind, name, question, link_url, active)
                            values ('survey_nps', 'nps', 'Quarterly', 'Would you recommend us?',
                                'https://survey.example/nps', true),
                                ('survey_ces', 'ces', 'Effort', 'How easy was it?', null, true)
                            on conflict (kind) where active do update set survey_id = excluded.survey_id,
                                name = excluded.name, question = excluded.question, link_url = excluded.link_url
                            """);
                });
        fixture = new ToolFixture(database.database(), clock);
        Mail mail =
                Mail.of(
                        new MailSettings(
                                List.of(new MailSettings.Sender("cs@ours.example", "Kim of Ours")),
                                Locale.UK));
        tool =
                new MonitorSatisfaction(
                        database.database(),
                        new ClientDirectory(),
                        new SurveySending(
                                mail, new Timeline(), new AuditLog(clock), ClientAnswers.unkept()),
                        new Cursors(new Sealer("a key of sixteen bytes"), clock));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aChangeThatMayBeChanceIsNoClearChange() {
        answers("nps", 12, 10, "2026-06-10");
        answers("nps", 5, 7, "2026-06-11");
        answers("nps", 3, 5, "2026-06-12");
        answers("nps", 10, 9, "2026-03-10");
        answers("nps", 7, 8, "2026-03-11");
        answers("nps", 8, 0, "2026-03-12");
        JsonNode nps = report("").at("/measures/0");
        assertThat(nps.path("nps_points").asText()).isEqualTo("45.00");
        assertThat(nps.path("margin_points").asText()).isEqualTo("30.70");
        assertThat(nps.path("response_count").asInt()).isEqualTo(20);
        assertThat(nps.at("/previous/nps_points").asText()).isEqualTo("8.00");
        assertThat(nps.at("/previous/margin_points").asText()).isEqualTo("30.80");
        assertThat(nps.path("change").asText()).isEqualTo("37.00");
        assertThat(nps.path("change_margin").asText()).isEqualTo("43.49");
        assertThat(nps.path("trend").asText()).isEqualTo("no_clear_change");
    }

    @Test
    void aLargeSampleIsSurer() {
        answers("nps", 240, 10, "2026-06-10");
        answers("nps", 100, 7, "2026-06-11");
        answers("nps", 60, 5, "2026-06-12");
        JsonNode nps = report("").at("/measures/0");
        assertThat(nps.path("nps_points").asText()).isEqualTo("45.00");
        assertThat(nps.path("margin_points").asText()).isEqualTo("7.23");
    }

    @Test
    void theLatestAnswerOfAContactCountsAndNineMakeNoTrend() {
        run(
                db -> {
                    answer(db, "client_a", "nps", 3, "2026-06-01T10:00Z", "Ada@acme.example", null);
                    answer(db, "client_a", "nps", 9, "2026-06-20T10:00Z", "ada@acme.example", null);
                });
        JsonNode once = report("");
        assertThat(once.at("/measures/0/response_count").asInt()).isEqualTo(1);
        assertThat(once.at("/measures/0/promoter_count").asInt()).isEqualTo(1);
        assertThat(once.at("/evidence/superseded_response_count").asInt()).isEqualTo(1);
        assertThat(once.path("follow_ups")).isEmpty();

        answers("nps", 20, 10, "2026-06-10");
        answers("nps", 9, 0, "2026-03-10");
        JsonNode nine = report("");
        assertThat(nine.at("/measures/0").has("trend")).isFalse();
        assertThat(nine.at("/data_gaps/0/reason").asText()).isEqualTo("too_few_responses");
        answers("nps", 1, 0, "2026-03-10");
        assertThat(report("").at("/measures/0/trend").asText()).isEqualTo("improving");
    }

    @Test
    void onePersonIsOneWhetherKnownAsContactOrNot() {
        run(
                db -> {
                    db.execute(
                            "insert into contacts (client_id, contact_id, name, email, role) values"
                                    + " ('client_a', 'contact_ada', 'Ada', 'Ada@acme.example',"
                                    + " 'user')");
                    answer(db, "client_a", "nps", 2, "2026-06-01T10:00Z", "ada@acme.example", null);
                    answer(db, "client_a", "nps", 9, "2026-06-20T10:00Z", "", null);
                    db.execute(
                            "update survey_responses set contact_id = 'contact_ada', contact_email"
                                    + " = null where score = 9");
                });
        JsonNode once = report("");
        assertThat(once.at("/measures/0/response_count").asInt()).isEqualTo(1);
        assertThat(once.at("/measures/0/promoter_count").asInt()).isEqualTo(1);
        assertThat(once.path("follow_ups")).isEmpty();
    }

    @Test
    void whoAnswersLateOfTheTimeBeforeHasAnswered() {
        run(
                db -> {
                    db.execute(
                            """
                            insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                            values ('client_a', 'survey_nps', 'ada@acme.example', '2026-03-30', '2026-03-30 10:00Z')
                            """);
                    answer(
                            db,
                            "client_a",
                            "nps",
                            9,
                            "2026-04-10T10:00Z",
                            "ada@acme.example",
                            "survey_nps");
                });
        assertThat(report("").at("/measures/0/previous/responded_count").asInt()).isEqualTo(1);
    }

    @Test
    void aFallThatIsNoChanceIsSaidAndIsToBeLookedInto() {
        answers("nps", 20, 9, "2026-03-10");
        answers("nps", 19, 0, "2026-06-10");
        JsonNode fallen = report("");
        assertThat(fallen.at("/measures/0/trend").asText()).isEqualTo("worsening");
        assertThat(fallen.path("recommendations").findValuesAsText("rule_id")).contains("S-WORSE");

        answers("nps", 400, 10, "2026-06-11");
        JsonNode back = report("");
        assertThat(back.at("/measures/0/trend").asText()).isEqualTo("no_clear_change");
        assertThat(back.path("recommendations").findValuesAsText("rule_id"))
                .doesNotContain("S-WORSE");
    }

    @Test
    void csatAndCesHaveTheirMeansSharesAndMargins() {
        answers("csat", 6, 5, "2026-06-10");
        answers("csat", 2, 4, "2026-06-10");
        answers("csat", 2, 1, "2026-06-10");
        answers("ces", 4, 7, "2026-06-10");
        answers("ces", 4, 3, "2026-06-10");
        run(
                db -> {
                    RetentionScenes.ticket(db, "client_a", "t", "P2", "2026-06-01T10:00:00Z");
                    db.execute(
                            "update tickets set satisfaction = 2, satisfaction_scale ="
                                    + " 'five_point', satisfaction_at = '2026-06-02T10:00Z'");
                });
        JsonNode all = report("'survey_type': 'all'");
        JsonNode csat = all.at("/measures/1");
        assertThat(csat.path("csat_rate").asText()).isEqualTo("0.8000");
        // 1.96 √(0.8 · 0.2 / 10)
        assertThat(csat.path("csat_rate_margin").asText()).isEqualTo("0.2479");
        assertThat(csat.path("csat_mean").asText()).isEqualTo("4.00");
        // s² = (6 · 1 + 2 · 9) / 9; 1.96 · s / √10
        assertThat(csat.path("csat_mean_margin").asText()).isEqualTo("1.01");
        assertThat(csat.path("distribution")).hasSize(3);
        JsonNode ces = all.at("/measures/2");
        assertThat(ces.path("ces_mean").asText()).isEqualTo("5.00");
        assertThat(ces.path("easy_rate").asText()).isEqualTo("0.5000");
        assertThat(ces.has("nps_points") || ces.has("csat_mean")).isFalse();
        assertThat(all.at("/ticket_csat/mean").asText()).isEqualTo("2.00");
        assertThat(all.at("/ticket_csat/satisfied_rate").asText()).isEqualTo("0.0000");
    }

    @Test
    void goodAndBadCountInTheRateOfTicketsAndNotInTheirMean() {
        run(
                db -> {
                    RetentionScenes.ticket(db, "client_a", "1", "P2", "2026-06-01T10:00:00Z");
                    RetentionScenes.ticket(db, "client_a", "2", "P2", "2026-06-01T10:00:00Z");
                    db.execute(
                            "update tickets set satisfaction = 5, satisfaction_scale = 'binary',"
                                    + " satisfaction_at = '2026-06-02T10:00Z'");
                });
        JsonNode good = report("");
        assertThat(good.at("/ticket_csat/rated_count").asInt()).isEqualTo(2);
        assertThat(good.at("/ticket_csat/satisfied_rate").asText()).isEqualTo("1.0000");
        assertThat(good.path("ticket_csat").has("mean")).isFalse();
        assertThat(good.path("data_gaps").findValuesAsText("field")).contains("ticket_csat.mean");

        run(
                db ->
                        db.execute(
                                "update tickets set satisfaction = 2, satisfaction_scale ="
                                        + " 'five_point' where ticket_id = 'ticket_1'"));
        JsonNode both = report("");
        assertThat(both.at("/ticket_csat/rated_count").asInt()).isEqualTo(2);
        assertThat(both.at("/ticket_csat/satisfied_rate").asText()).isEqualTo("0.5000");
        assertThat(both.at("/ticket_csat/mean").asText()).isEqualTo("2.00");
        assertThat(both.path("data_gaps").findValuesAsText("how_to_fix"))
                .contains(
                        "It is the mean of 1 of 2 ratings, those on the scale of 1 to 5: good and"
                                + " bad count in rates only");

        run(db -> db.execute("update tickets set satisfaction_scale = 'five_point'"));
        assertThat(report("").path("data_gaps").findValuesAsText("field"))
                .doesNotContain("ticket_csat.mean");
    }

    /** Ada left, and was added again with the address that she had; Bo has another address by now. */
    @Test
    void twoContactsWithOneAddressAreOnePerson() {
        run(
                db -> {
                    db.execute(
                            """
                            insert into contacts (client_id, contact_id, email, left_company_at)
                            values ('client_a', 'contact_1', 'Ada@acme.example', '2026-06-05Z'),
                                ('client_a', 'contact_2', 'ada@acme.example', null),
                                ('client_a', 'contact_3', 'bo@acme.example', null),
                                ('client_a', 'contact_4', null, null)
                            """);
                    db.execute(
                            """
                            insert into survey_responses (client_id, response_id, kind, score, contact_id, contact_email,
                                responded_at)
                            values ('client_a', 'r1', 'nps', 1, 'contact_1', 'ada@acme.example', '2026-06-01Z'),
                                ('client_a', 'r2', 'nps', 2, null, 'ADA@acme.example', '2026-06-02Z'),
                                ('client_a', 'r3', 'nps', 9, 'contact_2', null, '2026-06-10Z'),
                                ('client_a', 'r4', 'nps', 3, 'contact_3', 'bo@old.example', '2026-06-01Z'),
                                ('client_a', 'r5', 'nps', 9, null, 'bo@acme.example', '2026-06-10Z'),
                                ('client_a', 'r6', 'nps', 4, 'contact_4', null, '2026-06-01Z'),
                                ('client_a', 'r7', 'nps', 9, 'contact_4', null, '2026-06-10Z')
                            """);
                });
        JsonNode read = report("'include_responses': true");
        assertThat(read.at("/measures/0/response_count").asInt()).isEqualTo(3);
        assertThat(read.at("/measures/0/promoter_count").asInt()).isEqualTo(3);
        assertThat(read.at("/evidence/superseded_response_count").asInt()).isEqualTo(4);
        assertThat(read.path("responses").findValuesAsText("response_id"))
                .containsExactly("r7", "r5", "r3");
        assertThat(read.path("follow_ups")).isEmpty();
    }

    @Test
    void nobodyAnsweredIsToldApartFromNobodyAsked() {
        JsonNode nothing = report("");
        assertThat(nothing.at("/measures/0/response_count").asInt()).isZero();
        assertThat(nothing.at("/measures/0").has("nps_points")).isFalse();
        assertThat(nothing.at("/data_gaps/0/reason").asText()).isEqualTo("no_survey_sent");
        run(
                db -> {
                    for (int i = 0; i < 25; i++) {
                        send(db, "p" + i + "@acme.example", i < 5 ? "2026-06-20" : "2026-05-01");
                    }
                });
        JsonNode asked = report("");
        assertThat(asked.at("/data_gaps/0/reason").asText()).isEqualTo("sent_and_unanswered");
        assertThat(asked.at("/measures/0/sent_count").asInt()).isEqualTo(25);
        assertThat(asked.at("/measures/0/response_rate").asText()).isEqualTo("0.0000");
        assertThat(asked.at("/evidence/immature_send_count").asInt()).isEqualTo(5);
        run(
                db -> {
                    answer(
                            db,
                            "client_a",
                            "nps",
                            9,
                            "2026-05-11T10:00Z",
                            "P7@acme.example",
                            "survey_nps");
                    answer(
                            db,
                            "client_a",
                            "nps",
                            9,
                            "2026-06-05T10:00Z",
                            "p8@acme.example",
                            "survey_nps");
                });
        JsonNode answered = report("");
        assertThat(answered.at("/measures/0/responded_count").asInt())
                .as("the other came 35 days after")
                .isEqualTo(1);
        assertThat(rules(answered)).contains("S-SAMPLE");
    }

    @Test
    void theUnhappyAreListedUntilSomebodyIsInTouch() {
        run(
                db -> {
                    answer(db, "client_a", "nps", 6, "2026-06-28T11:59Z", "ada@acme.example", null);
                    answer(db, "client_b", "nps", 2, "2026-06-28T12:01Z", "bo@beta.example", null);
                    answer(
                            db,
                            "client_b",
                            "nps",
                            1,
                            "2026-06-27T12:01Z",
                            "erased-1@erased.invalid",
                            null);
                    db.execute(
                            "update survey_responses set reason_text = 'Call 030 1234567' where"
                                    + " client_id = 'client_b'");
                });
        JsonNode answer = report("");
        assertThat(answer.at("/follow_ups/0/client_name").asText()).isEqualTo("Acme Corp");
        assertThat(answer.at("/follow_ups/0/open_hours").asText()).isEqualTo("48.02");
        assertThat(answer.at("/follow_ups/0/is_overdue").asBoolean()).isTrue();
        assertThat(answer.at("/follow_ups/1/is_overdue").asBoolean()).isFalse();
        assertThat(rules(answer)).containsExactly("S-CALL");
        JsonNode masked =
                fixture.call(tool, new Principal("r", Set.of(Scope.CS_READ)), "{}").content();
        assertThat(masked.at("/follow_ups/1/reason_text").asText()).isEqualTo("Call [telephone]");
        assertThat(masked.at("/follow_ups/0/contact_email").asText())
                .isEqualTo("a***@acme.example");

        JsonNode first = report("'limit': 1");
        JsonNode second =
                report("'limit': 1, 'cursor': '" + first.path("next_cursor").asText() + "'");
        assertThat(second.at("/follow_ups/0/client_name").asText()).isEqualTo("Beta Ltd");
        assertThat(second.has("next_cursor")).isFalse();
        JsonNode responses = report("'include_responses': true, 'limit': 1");
        assertThat(responses.at("/responses/0/score").asInt()).isEqualTo(2);
        assertThat(responses.path("total_count").asInt()).isEqualTo(3);
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'include_responses': true, 'cursor': '"
                                                + first.path("next_cursor").asText()
                                                + "'}")
                                .path("field")
                                .asText())
                .isEqualTo("cursor");

        run(
                db ->
                        db.execute(
                                """
                                insert into touchpoints (client_id, touchpoint_id, kind, direction, occurred_at)
                                values ('client_a', 'touchpoint_1', 'call', 'outbound', '2026-06-29T10:00Z')
                                """));
        assertThat(report("").path("follow_ups")).hasSize(1);
        assertThat(report("'as_of': '2026-06-28'").path("follow_ups"))
                .as("the call came a day later")
                .hasSize(2);
    }

    @Test
    void groupsThemesAndTheSilent() {
        answers("nps", 5, 10, "2026-06-10");
        run(
                db -> {
                    for (int i = 0; i < 4; i++) {
                        answer(
                                db,
                                "client_b",
                                "nps",
                                0,
                                "2026-05-10T10:00Z",
                                i + "@beta.example",
                                null);
                    }
                    for (int i = 0; i < 4; i++) {
                        client(db, "client_big" + i, "Big " + i, "starter", 100_000 + i);
                    }
                    feedback(db, "client_a", "billing", "negative", "2026-06-01T00:00Z");
                    feedback(db, "client_a", "billing", "positive", "2026-06-01T00:00Z");
                    feedback(db, "client_a", "billing", null, "2026-06-01T00:00Z");
                    feedback(db, "client_b", "performance", "negative", "2026-01-01T00:00Z");
                });
        JsonNode tiers = report("'group_by': 'tier'");
        assertThat(tiers.at("/groups/0/key").asText()).isEqualTo("professional");
        assertThat(tiers.at("/groups/0/value").asText()).isEqualTo("100.00");
        assertThat(tiers.at("/groups/1/response_count").asInt()).isEqualTo(4);
        assertThat(tiers.at("/groups/1").has("value")).isFalse();
        assertThat(report("'group_by': 'month'").path("groups").findValuesAsText("key"))
                .containsExactly("2026-06", "2026-05");
        assertThat(tiers.path("themes").toString())
                .isEqualTo(
                        "[{\"category\":\"billing\",\"positive_count\":1,\"neutral_count\":0,"
                                + "\"negative_count\":1}]");
        assertThat(tiers.path("data_gaps").findValuesAsText("reason"))
                .contains("sentiment_not_scored");
        // Of six clients the top fifth is two, both silent.
        assertThat(tiers.path("silent_clients").findValuesAsText("client_name"))
                .containsExactly("Big 3", "Big 2");
        assertThat(rules(tiers)).contains("S-SILENT");
        JsonNode beta = report("'client_id': 'Beta Ltd'");
        assertThat(beta.at("/measures/0/response_count").asInt()).isEqualTo(4);
        assertThat(beta.path("client_name").asText()).isEqualTo("Beta Ltd");
        assertThat(beta.path("silent_clients")).isEmpty();
        assertThat(report("'tier': 'enterprise'").at("/measures/0/response_count").asInt())
                .isEqualTo(4);
    }

    @Test
    void silentOnADayIsWhoWasThereForItsHalfYear() {
        run(
                db -> {
                    for (int i = 0; i < 6; i++) {
                        client(db, "client_small" + i, "Small " + i, "starter", 1_000);
                    }
                    RetentionScenes.client(
                            db,
                            "client_new",
                            "New Inc",
                            "starter",
                            900_000,
                            "2026-06-25",
                            "2027-06-25");
                    client(db, "client_gone", "Gone Inc", "starter", 80_000);
                    db.execute(
                            "update clients set status = 'churned', contract_value = 0 where"
                                    + " client_id = 'client_gone'");
                    db.execute(
                            """
                            insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                            values ('client_gone', '2026-03-23', 'price', 80000)
                            """);
                    db.execute(
                            """
                            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                            values ('client_gone', '2026-03-23', 'movement_gone', 'churn', -80000),
                                ('client_b', '2026-04-01', 'movement_b', 'expansion', 100000)
                            """);
                });
        // Of nine clients the top fifth is two, one of which became a client five days ago.
        assertThat(report("").path("silent_clients").findValuesAsText("client_name"))
                .containsExactly("Beta Ltd");
        JsonNode past = report("'as_of': '2026-03-22'").path("silent_clients");
        assertThat(past.findValuesAsText("client_name")).containsExactly("Gone Inc", "Acme Corp");
        assertThat(past.findValuesAsText("arr_amount")).containsExactly("80000.00", "72000.00");
        assertThat(
                        report("'as_of': '2026-03-23'")
                                .path("silent_clients")
                                .findValuesAsText("client_name"))
                .containsExactly("Acme Corp", "Beta Ltd");
        assertThat(report("'as_of': '2025-03-01'").path("silent_clients")).isEmpty();
    }

    @Test
    void sendsTheLargestFirstOnceAPersonSaidYes() {
        people();
        String call = "{'action': 'send_survey', 'max_recipients': 2, 'idempotency_key': 'k'";
        JsonNode dry =
                fixture.ok(tool, "{'action': 'send_survey', 'max_recipients': 2, 'dry_run': true}");
        assertThat(dry.path("recipient_count").asInt()).isEqualTo(2);
        assertThat(dry.path("skipped").toString())
                .isEqualTo(
                        "[{\"reason\":\"quiet\",\"count\":1},{\"reason\":\"suppressed\",\"count\":1},"
                            + "{\"reason\":\"left_company\",\"count\":1},"
                            + "{\"reason\":\"no_address\",\"count\":2},"
                            + "{\"reason\":\"over_limit\",\"count\":1}]");
        assertThat(dry.at("/first_message/to").asText()).isEqualTo("ada@acme.example");
        assertThat(dry.at("/first_message/body_text").asText())
                .startsWith("Hello Ada,")
                .contains("Would you recommend us?", "https://survey.example/nps", "Kim of Ours");
        assertThat(value("select count(*) from email_campaigns")).isEqualTo("0");
        JsonNode masked =
                fixture.call(
                                tool,
                                new Principal("sender", Set.of(Scope.CS_SEND)),
                                "{'action': 'send_survey', 'dry_run': true}")
                        .content();
        assertThat(masked.path("first_message").toString())
                .contains("a***@acme.example", "Hello A.,")
                .doesNotContain("Ada");

        JsonNode asked = fixture.refused(tool, call + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/recipient_count").asInt()).isEqualTo(2);
        String yes =
                call
                        + ", 'confirmation_token': '"
                        + asked.path("confirmation_token").asText()
                        + "'}";
        JsonNode sent = fixture.ok(tool, yes);
        assertThat(sent.path("recipient_count").asInt()).isEqualTo(2);
        assertThat(sent.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(
                        value(
                                """
                                select string_agg(s.contact_email || ' ' || m.status, ', ' order by s.contact_email)
                                from survey_sends s join email_messages m using (client_id, message_id)
                                where m.campaign_id = (select campaign_id from email_campaigns)
                                """))
                .isEqualTo("ada@acme.example queued, al@acme.example queued");
        assertThat(value("select count(*) from timeline_events where type = 'survey'"))
                .isEqualTo("1");

        assertThat(fixture.ok(tool, yes).path("campaign_id"))
                .as("the same call again")
                .isEqualTo(sent.path("campaign_id"));
        JsonNode report = report("");
        assertThat(report.at("/measures/0/sent_count").asInt())
                .as("what is queued is not sent; bo was asked elsewhere")
                .isEqualTo(1);
        assertThat(report.at("/evidence/queued_send_count").asInt()).isEqualTo(2);

        fixture.refused(tool, "{'action': 'send_survey'}");
        JsonNode nobody =
                fixture.refused(tool, "{'action': 'send_survey', 'client_id': 'Acme Corp'}");
        assertThat(nobody.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(nobody.at("/skipped/0/reason").asText()).isEqualTo("quiet");
    }

    @Test
    void aDraftThatIsSentLaterCountsFromTheDayItIsSent() {
        people();
        fixture.ok(tool, confirmed("{'action': 'send_survey'"));
        clock.set("2026-08-09T12:00:00Z");
        run(
                db -> {
                    db.execute(
                            """
                            update email_campaigns set status = 'sent', fanout_done_at = '2026-08-09T08:00Z', updated_at = '2026-08-09T08:01Z'
                            """);
                    db.execute(
                            """
                            update email_messages
                            set status = 'delivered', handed_over_at = '2026-08-09T08:00Z', sent_at = '2026-08-09T08:00:01Z'
                            """);
                    answer(
                            db,
                            "client_a",
                            "nps",
                            9,
                            "2026-08-09T10:00Z",
                            "ada@acme.example",
                            "survey_nps");
                });
        JsonNode recent = report("'time_period_days': 30").at("/measures/0");
        assertThat(recent.path("sent_count").asInt()).isEqualTo(3);
        assertThat(recent.path("responded_count").asInt()).isEqualTo(1);
        assertThat(recent.at("/previous/sent_count").asInt()).isZero();
        JsonNode all = report("'time_period_days': 120").at("/measures/0");
        assertThat(all.path("sent_count").asInt()).as("bo was asked elsewhere").isEqualTo(4);
        assertThat(all.path("responded_count").asInt()).isEqualTo(1);
        assertThat(report("'as_of': '2026-07-20'").at("/measures/0/sent_count").asInt())
                .as("of what is known now")
                .isEqualTo(1);
        assertThat(
                        fixture.ok(
                                        tool,
                                        "{'action': 'send_survey', 'quiet_days': 30, 'dry_run':"
                                                + " true}")
                                .at("/first_message/to")
                                .asText())
                .as("only bo was not asked lately")
                .isEqualTo("bo@beta.example");
    }

    /** All mails were written at once, and the provider accepted none for weeks. */
    @Test
    void aSurveyThatWasHeldBackCountsFromTheDayItLeft() {
        people();
        fixture.ok(tool, confirmed("{'action': 'send_survey'"));
        clock.set("2026-08-09T12:00:00Z");
        run(
                db -> {
                    db.execute(
                            """
                            update email_campaigns set status = 'held', fanout_done_at = created_at, held_at = created_at,
                                updated_at = created_at
                            """);
                    db.execute(
                            "update email_messages set status = 'sent', handed_over_at ="
                                    + " '2026-08-09T08:00Z'");
                });
        assertThat(report("'time_period_days': 30").at("/measures/0/sent_count").asInt())
                .isEqualTo(3);
        JsonNode next =
                fixture.ok(tool, "{'action': 'send_survey', 'quiet_days': 30, 'dry_run': true}");
        assertThat(next.path("recipient_count").asInt()).isEqualTo(1);
        assertThat(next.at("/first_message/to").asText()).isEqualTo("bo@beta.example");
    }

    @Test
    void whoseMailWasStoppedOrFailedWasNotAsked() {
        people();
        fixture.ok(tool, confirmed("{'action': 'send_survey'"));
        assertThat(report("").at("/evidence/queued_send_count").asInt()).isEqualTo(3);
        mails("ada", "cancelled", null);
        mails("al", "failed", "rejected");
        mails("cy", "failed", "delivery_unknown");
        JsonNode stopped = report("");
        assertThat(stopped.at("/measures/0/sent_count").asInt()).isEqualTo(1);
        assertThat(stopped.at("/evidence/queued_send_count").asInt()).isZero();
        assertThat(stopped.path("data_gaps").findValuesAsText("reason"))
                .doesNotContain("no_email_provider");

        String again =
                confirmed("{'action': 'send_survey', 'quiet_days': 7, 'client_id': 'client_a'");
        assertThat(fixture.ok(tool, again).path("recipient_count").asInt()).isEqualTo(2);
        assertThat(report("").at("/evidence/queued_send_count").asInt()).isEqualTo(2);
        assertThat(
                        value(
                                "select string_agg(m.status, ' ') from survey_sends s join"
                                        + " email_messages m using (client_id, message_id) where"
                                        + " s.client_id = 'client_a'"))
                .isEqualTo("queued queued");
        JsonNode unknown =
                fixture.refused(
                        tool,
                        "{'action': 'send_survey', 'client_id': 'client_b', 'dry_run': true}");
        assertThat(unknown.at("/skipped/0/count").asInt())
                .as("cy may have got the mail")
                .isEqualTo(2);
    }

    @Test
    void whoIsThereForTwoClientsIsAskedOnce() {
        people();
        run(db -> person(db, "client_b", "Ada Byron", "ADA@acme.example", false));
        fixture.ok(tool, confirmed("{'action': 'send_survey', 'client_id': 'client_a'"));
        JsonNode beta =
                fixture.ok(
                        tool,
                        "{'action': 'send_survey', 'client_id': 'client_b', 'dry_run': true}");
        assertThat(beta.path("recipient_count").asInt()).isEqualTo(1);
        assertThat(beta.at("/first_message/to").asText()).isEqualTo("cy@beta.example");
        assertThat(beta.at("/skipped/0").toString())
                .isEqualTo("{\"reason\":\"quiet\",\"count\":2}");
    }

    private void mails(String name, String status, @Nullable String error) {
        run(
                db ->
                        db.execute(
                                "update email_messages set status = ?, last_error = ? where"
                                        + " contact_email like ? || '@%'",
                                status, error, name));
    }

    @Test
    void whoIsAskedTwiceAtOnceIsAskedOnce() throws Exception {
        people();
        String first = confirmed("{'action': 'send_survey'");
        String second = confirmed("{'action': 'send_survey', 'max_recipients': 100");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Callable<ToolResult>> calls =
                    List.of(
                            () -> fixture.call(tool, ToolFixture.ADMIN, first),
                            () -> fixture.call(tool, ToolFixture.ADMIN, second));
            List<Future<ToolResult>> both = threads.invokeAll(calls);
            assertThat(List.of(both.get(0).get().isError(), both.get(1).get().isError()))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(
                        value(
                                "select count(*) || ' ' || count(distinct contact_email) from"
                                        + " survey_sends where message_id is not null"))
                .isEqualTo("3 3");
        assertThat(value("select count(*) from email_messages")).isEqualTo("3");
    }

    @Test
    void saysWhatToSendInstead() {
        people();
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'group_by': 'segment', 'client_id': 'Acme Corp', 'as_of':"
                                                + " '2026-07-01', 'roles': ['user']}")
                                .path("faults")
                                .findValuesAsText("field"))
                .containsExactlyInAnyOrder("group_by", "as_of", "roles");
        assertThat(
                        fixture.refused(tool, "{'action': 'send_survey', 'survey_type': 'all'}")
                                .path("field")
                                .asText())
                .isEqualTo("survey_type");
        for (String kind : List.of("ces", "csat")) {
            assertThat(
                            fixture.refused(
                                            tool,
                                            "{'action': 'send_survey', 'survey_type': '"
                                                    + kind
                                                    + "'}")
                                    .path("code")
                                    .asText())
                    .as(kind)
                    .isEqualTo("failed_precondition");
        }
        String effort = "{'action': 'send_survey', 'survey_id': 'survey_ces'";
        JsonNode other = fixture.refused(tool, effort + ", 'survey_type': 'nps'}");
        assertThat(other.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(other.path("expected").asText()).startsWith("ces");
        for (String same : List.of("", ", 'survey_type': 'ces'")) {
            assertThat(fixture.refused(tool, effort + same + "}").path("message").asText())
                    .as(same)
                    .contains("no link");
        }
        assertThat(fixture.refused(tool, "{'segment_id': 'segment_x'}").path("code").asText())
                .isEqualTo("not_found");
        ToolResult reader =
                fixture.call(
                        tool,
                        new Principal("r", Set.of(Scope.CS_READ)),
                        "{'action': 'send_survey'}");
        assertThat(reader.content().at("/error/code").asText()).isEqualTo("forbidden");
    }

    /**
     * Acme: two can be asked, one has left, one has no address, one a bad one. Beta: one was asked, one is
     * suppressed, one can be.
     */
    private void people() {
        run(
                db -> {
                    db.execute("update surveys set active = false where kind = 'csat'");
                    person(db, "client_a", "Ada Byron", "Ada@acme.example", true);
                    person(db, "client_a", "Al Low", "al@acme.example", false);
                    person(db, "client_a", "No Address", null, false);
                    person(db, "client_a", "Bad Address", "nowhere", false);
                    person(db, "client_a", "Gone By", "gone@acme.example", false);
                    db.execute(
                            "update contacts set left_company_at = '2026-01-01' where name = 'Gone"
                                    + " By'");
                    person(db, "client_b", "Bo Ask", "bo@beta.example", true);
                    person(db, "client_b", "Su Ppressed", "su@beta.example", false);
                    person(db, "client_b", "Cy Late", "cy@beta.example", false);
                    db.execute(
                            """
                            insert into email_suppressions (email, scope, reason, source)
                            values ('su@beta.example', 'all', 'hard_bounce', 'test')
                            """);
                    db.execute(
                            """
                            insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                            values ('client_b', 'survey_nps', 'Bo@beta.example', '2026-05-01', '2026-05-01T10:00Z')
                            """);
                });
    }

    private String confirmed(String call) {
        String token = fixture.refused(tool, call + "}").path("confirmation_token").asText();
        return call + ", 'confirmation_token': '" + token + "'}";
    }

    private JsonNode report(String arguments) {
        return fixture.ok(tool, "{" + arguments + "}");
    }

    private static List<String> rules(JsonNode answer) {
        return answer.path("recommendations").findValuesAsText("rule_id");
    }

    private void answers(String kind, int count, int score, String day) {
        run(
                db -> {
                    for (int i = 0; i < count; i++) {
                        answer(
                                db,
                                "client_a",
                                kind,
                                score,
                                day + "T10:00Z",
                                kind + number++ + "@acme.example",
                                null);
                    }
                });
    }

    private void answer(
            Handle db,
            String client,
            String kind,
            int score,
            String at,
            String email,
            @Nullable String survey) {
        db.execute(
                """
                insert into survey_responses (client_id, response_id, survey_id, kind, score, contact_email, responded_at)
                values (?, ?, ?, ?, ?, ?, ?::timestamptz)
                """,
                client,
                "response_%05d".formatted(number++),
                survey,
                kind,
                score,
                email,
                at);
    }

    private static void send(Handle db, String email, String day) {
        db.execute(
                """
                insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                values ('client_a', 'survey_nps', ?, ?::date, ?::timestamptz)
                """,
                email,
                day,
                day + "T10:00Z");
    }

    private void feedback(
            Handle db, String client, String category, @Nullable String sentiment, String at) {
        db.execute(
                """
                insert into feedback (client_id, feedback_id, type, source, content_text, category, sentiment, assigned_team, received_at)
                values (?, ?, 'general', 'email', 'It is so', ?, ?, 'product', ?::timestamptz)
                """,
                client,
                "feedback_" + number++,
                category,
                sentiment,
                at);
    }

    private void person(
            Handle db, String client, String name, @Nullable String email, boolean primary) {
        db.execute(
                "insert into contacts (client_id, contact_id, name, email, is_primary) values (?,"
                        + " ?, ?, ?, ?)",
                client,
                "contact_%03d".formatted(number++),
                name,
                email,
                primary);
    }

    private static void client(Handle db, String id, String name, String tier, int arr) {
        RetentionScenes.client(db, id, name, tier, arr, "2025-01-01", "2027-01-01");
    }

    private void run(Consumer<Handle> work) {
        database.jdbi().useTransaction(work::accept);
    }

    private String value(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }
}
