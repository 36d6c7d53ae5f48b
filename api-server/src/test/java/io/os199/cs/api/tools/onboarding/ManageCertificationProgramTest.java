package io.os199.cs.api.tools.onboarding;

import static io.os199.cs.api.tools.onboarding.TrainingFixture.mail;
import static io.os199.cs.api.tools.onboarding.TrainingFixture.mails;
import static io.os199.cs.api.tools.onboarding.TrainingFixture.ofAcme;
import static io.os199.cs.api.tools.onboarding.TrainingFixture.rules;
import static io.os199.cs.api.tools.onboarding.TrainingFixture.together;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.onboarding.certificate.PortfolioCertificatesWork;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** The worked examples of the tool, and a program from its definition to its last certificate. */
class ManageCertificationProgramTest {
    private static final String BASIC =
            "'action': 'create', 'certification_level': 'basic', 'module_ids': ['101',"
                    + " 'module_102']";
    private static final String ISSUE_ADA =
            "'action': 'issue', 'certification_level': 'basic', 'user_emails':"
                    + " ['ADA@acme.example']";

    private final TrainingFixture acme = new TrainingFixture();
    private final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), acme.clock);
    private final ManageCertificationProgram tool =
            new ManageCertificationProgram(
                    acme.server.database(),
                    acme.features.directory(),
                    acme.features.trainingCatalogue(),
                    acme.features.certificates(),
                    new JobCalls(
                            ToolFixture.jobs(acme.server, acme.clock), acme.features.auditLog()),
                    cursors);

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void aCertificateIsValidUntilTheDayItEnds() {
        acme.at("2025-01-31T10:00:00Z");
        JsonNode program = ok(BASIC).path("program");
        assertThat(program.path("version").asInt()).isEqualTo(2);
        assertThat(program.path("name").asText()).isEqualTo("Certified User");
        assertThat(program.path("passing_score_rate").asText()).isEqualTo("0.7500");
        assertThat(program.path("required_modules").toString()).isEqualTo("[\"101\",\"102\"]");
        attempt("ada", "101", 1, "2025-01-20", "0.80", true);
        attempt("ada", "102", 1, "2025-01-21", "0.74", false);
        JsonNode early = refused(ofAcme(ISSUE_ADA));
        assertThat(early.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(early.at("/refused/0/missing_modules/0").asText()).isEqualTo("102");
        assertThat(early.at("/refused/0/best_score_rate_by_module/1/best_score_rate").asText())
                .isEqualTo("0.7400");
        attempt("ada", "102", 2, "2025-01-22", "0.78", true);
        JsonNode issued = tools(ofAcme(ISSUE_ADA + ", 'idempotency_key': 'k'")).at("/issued/0");
        assertThat(issued.path("email").asText()).isEqualTo(mail("ada"));
        assertThat(issued.path("issued_on").asText()).isEqualTo("2025-01-31");
        assertThat(issued.path("expires_on").asText()).isEqualTo("2026-01-31");
        assertThat(tools(ofAcme(ISSUE_ADA + ", 'idempotency_key': 'k'")).at("/issued/0"))
                .isEqualTo(issued);
        acme.at("2026-01-31T10:00:00Z");
        assertThat(status("2025-12-01")).isEqualTo("active");
        assertThat(status("2025-12-02")).isEqualTo("expiring");
        assertThat(status("2026-01-30")).isEqualTo("expiring");
        assertThat(status("2026-01-31")).isEqualTo("expired");
        JsonNode last = track("'as_of': '2026-01-30'").path("summary");
        assertThat(last.path("certified_contact_count").asInt()).isEqualTo(1);
        assertThat(last.at("/active_count_by_level/basic").asInt()).isEqualTo(1);
        assertThat(last.path("expiring_count").asInt()).isEqualTo(1);
        JsonNode over = track("'as_of': '2026-01-31'").path("summary");
        assertThat(over.path("certified_contact_count").asInt()).isZero();
        assertThat(over.path("expired_count").asInt()).isEqualTo(1);
    }

    @Test
    void aMonthFromTheEndOfJanuaryEndsWithFebruary() {
        acme.at("2025-01-31T10:00:00Z");
        ok(BASIC + ", 'validity_months': 1");
        passed("ada", "2025-01-20", "0.80", "0.78");
        assertThat(tools(ofAcme(ISSUE_ADA)).at("/issued/0/expires_on").asText())
                .isEqualTo("2025-02-28");
    }

    @Test
    void aRaisedMarkRefusesABestScoreBelowIt() {
        ok(BASIC);
        passed("ada", "2025-02-01", "0.80", "0.78");
        passed("ben", "2025-02-01", "0.80", "0.80");
        ok(BASIC + ", 'passing_score_rate': 0.80, 'version': 2");
        JsonNode answer =
                tools(
                        ofAcme(
                                "'action': 'issue', 'certification_level': 'basic', 'user_emails':"
                                        + " [%s]".formatted(mails("ada", "ben"))));
        assertThat(answer.at("/issued/0/email").asText()).isEqualTo(mail("ben"));
        assertThat(answer.at("/issued/0/program_version").asInt()).isEqualTo(3);
        JsonNode refused = answer.at("/refused/0");
        assertThat(refused.path("missing_modules").toString()).isEqualTo("[\"102\"]");
        assertThat(refused.at("/best_score_rate_by_module/1/best_score_rate").asText())
                .isEqualTo("0.7800");
        assertThat(acme.rows("select title from timeline_events where type = 'training'"))
                .containsExactly("Certificates issued");
    }

    @Test
    void contactsAreCountedAsCertifiedWithoutWhoLeft() {
        ok(BASIC);
        for (String name : List.of("eve", "flo", "gus", "hal", "ida")) {
            acme.contact("client_acme", name, name.equals("eve") ? "admin" : "user");
        }
        acme.execute(
                "insert into contacts (client_id, contact_id, name) values ('client_acme',"
                        + " 'contact_x', 'X')");
        List<String> holders = List.of("ada", "ben", "cy", "di");
        holders.forEach(name -> passed(name, "2025-02-01", "0.9", "0.9"));
        attempt("flo", "101", 1, "2025-02-01", "0.9", true);
        tools(
                ofAcme(
                        "'action': 'issue', 'certification_level': 'basic', 'user_emails': [%s]"
                                .formatted(mails("ada", "ben", "cy", "di"))));
        acme.execute(
                "update contacts set left_company_at = '2025-03-01' where contact_id ="
                        + " 'contact_di'");
        JsonNode answer = track("");
        JsonNode summary = answer.path("summary");
        assertThat(summary.path("contact_count").asInt()).isEqualTo(8);
        assertThat(summary.path("certified_contact_count").asInt()).isEqualTo(3);
        assertThat(summary.path("certified_rate").asText()).isEqualTo("0.3750");
        assertThat(summary.path("certified_outside_contacts_count").asInt()).isEqualTo(1);
        assertThat(summary.at("/active_count_by_level/basic").asInt()).isEqualTo(4);
        assertThat(rules(answer)).containsExactly("CERT-1", "CERT-4");
        assertThat(answer.at("/recommendations/0/action").asText())
                .isEqualTo("Invite the user who is one module short of basic");
        assertThat(answer.path("total_count").asInt()).isEqualTo(9);
        JsonNode flo =
                answer.path("people")
                        .valueStream()
                        .filter(each -> each.path("email").asText().equals(mail("flo")))
                        .findFirst()
                        .orElseThrow();
        assertThat(flo.at("/in_progress/0").toString())
                .isEqualTo(
                        "{\"level\":\"basic\",\"modules_passed\":1,\"modules_required\":2,"
                                + "\"next_module\":\"102\",\"eligible\":false}");
        assertThat(answer.at("/people/3/in_contacts").asBoolean()).isFalse();
        assertThat(answer.at("/people/0/in_progress")).isEmpty();

        // Pages are ordered by address, but a cursor contains none.
        List<String> seen = new ArrayList<>();
        JsonNode page = track("'limit': 4");
        while (true) {
            page.path("people").forEach(each -> seen.add(each.path("email").asText()));
            if (!page.has("next_cursor")) {
                break;
            }
            page = track("'limit': 4, 'cursor': '" + page.path("next_cursor").asText() + "'");
        }
        assertThat(seen).hasSize(9).isSorted().doesNotHaveDuplicates();
        assertThat(track("'user_email': 'FLO@acme.example'").path("people")).hasSize(1);
        assertThat(
                        refused(ofAcme("'action': 'track', 'user_email': 'x@y.example'"))
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        JsonNode masked =
                acme.tools
                        .call(
                                tool,
                                new Principal("key_reader", Set.of(Scope.CS_READ)),
                                ofAcme("'action': 'track'"))
                        .content();
        assertThat(masked.at("/people/0/email").asText()).isEqualTo("a***@acme.example");
    }

    @Test
    void whomToTrainIsSaidAsFarAsItIsKnown() throws Exception {
        ok(BASIC);
        acme.contact("client_acme", "eve", "user");
        assertThat(certify(track("")))
                .isEqualTo(
                        "deliver_training_session Train the users for basic: nobody is one module"
                                + " short of it yet");
        attempt("ada", "101", 1, "2025-02-01", "0.9", true);
        attempt("ben", "101", 1, "2025-02-01", "0.9", true);
        assertThat(certify(track("")))
                .isEqualTo(
                        "deliver_training_session Invite the 2 users who are one module short of"
                                + " basic");
        assertThat(certify(portfolio("{'action': 'track', 'wait_seconds': 25}", 500)))
                .isEqualTo(
                        "deliver_training_session Invite the users who are one module short of"
                                + " basic");
        acme.execute("update certification_programs set active = false");
        String missing =
                "manage_certification_program Say with action create which modules basic needs";
        assertThat(certify(track(""))).isEqualTo(missing);
        assertThat(certify(portfolio("{'action': 'track', 'wait_seconds': 24}", 500)))
                .isEqualTo(missing);
    }

    /** The tool and action of CERT-1. */
    private static String certify(JsonNode answer) {
        return answer.path("recommendations")
                .valueStream()
                .filter(each -> each.path("rule_id").asText().equals("CERT-1"))
                .map(each -> each.path("tool").asText() + " " + each.path("action").asText())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofTwoIssuesAtOnceOneIsACertificate() throws Exception {
        ok(BASIC);
        passed("ada", "2025-02-01", "0.9", "0.9");
        List<String> answers =
                together(
                        List.of(
                                () -> acme.tools.call(tool, ToolFixture.ADMIN, ofAcme(ISSUE_ADA)),
                                () -> acme.tools.call(tool, ToolFixture.ADMIN, ofAcme(ISSUE_ADA))));
        assertThat(answers).filteredOn(each -> each.contains("\"conflict\"")).hasSize(1);
        assertThat(acme.rows("select contact_email from certifications"))
                .containsExactly(mail("ada"));
    }

    @Test
    void ofTwoDefinitionsAtOnceOneWins() throws Exception {
        for (String call :
                List.of(
                        "{" + BASIC + "}",
                        "{'action': 'define_module', 'code': '300', 'name': 'New', 'format':"
                                + " 'video', 'duration_minutes': 20}")) {
            List<String> answers =
                    together(
                            List.of(
                                    () -> acme.tools.call(tool, ToolFixture.ADMIN, call),
                                    () -> acme.tools.call(tool, ToolFixture.ADMIN, call)));
            assertThat(answers).filteredOn(each -> each.contains("\"conflict\"")).hasSize(1);
        }
        assertThat(
                        acme.rows(
                                "select program_version::text from certification_programs where"
                                        + " active"))
                .containsExactly("2");
        assertThat(acme.rows("select version::text from training_modules where code = '300'"))
                .containsExactly("1");
    }

    /** From 60 days before its end a certificate is renewed by passing again, and the old one is superseded. */
    @Test
    void aRenewalNeedsNewPasses() {
        ok(BASIC);
        passed("ada", "2025-02-01", "0.9", "0.9");
        tools(ofAcme(ISSUE_ADA));
        JsonNode held = refused(ofAcme(ISSUE_ADA));
        assertThat(held.path("code").asText()).isEqualTo("conflict");
        assertThat(held.at("/refused/0/held_until").asText()).isEqualTo("2026-03-10");
        assertThat(held.at("/refused/0/renewable_from").asText()).isEqualTo("2026-01-09");
        acme.at("2026-01-09T08:00:00Z");
        JsonNode old = refused(ofAcme(ISSUE_ADA));
        assertThat(old.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(old.at("/refused/0/missing_modules").toString()).isEqualTo("[\"101\",\"102\"]");
        attempt("ada", "101", 2, "2025-12-01", "0.9", true);
        attempt("ada", "102", 2, "2025-12-02", "0.9", true);
        JsonNode renewed = tools(ofAcme(ISSUE_ADA)).at("/issued/0");
        assertThat(renewed.has("renewal_of")).isTrue();
        assertThat(renewed.path("expires_on").asText()).isEqualTo("2027-01-09");
        assertThat(
                        acme.rows(
                                "select issued_on || ' ' || (superseded_by is null) from"
                                        + " certifications order by issued_on"))
                .containsExactly("2025-03-10 false", "2026-01-09 true");
        JsonNode now = track("");
        assertThat(now.at("/people/0/certificates").findValuesAsText("status"))
                .containsExactly("active", "superseded");
        assertThat(now.at("/summary/active_count_by_level/basic").asInt()).isEqualTo(1);
        JsonNode before = track("'as_of': '2026-01-08'");
        assertThat(before.at("/people/0/certificates").findValuesAsText("status"))
                .containsExactly("active");
        assertThat(before.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("as_of_past");
    }

    @Test
    void revokingIsConfirmedAndHigherCertificatesStayLapsed() {
        ok(BASIC);
        ok("'action': 'create', 'certification_level': 'intermediate', 'module_ids': ['103']");
        passed("ada", "2025-02-01", "0.9", "0.9");
        attempt("ada", "103", 1, "2025-02-03", null, true);
        String higher = ISSUE_ADA.replace("basic", "intermediate");
        assertThat(refused(ofAcme(higher)).at("/refused/0/missing_levels/0").asText())
                .isEqualTo("basic");
        String id = tools(ofAcme(ISSUE_ADA)).at("/issued/0/certification_id").asText();
        tools(ofAcme(higher));
        String revoke =
                "'action': 'revoke', 'certification_id': '%s', 'reason': 'Shared \\u202ethe exam'"
                        .formatted(id);
        JsonNode tried = tools(ofAcme(revoke + ", 'dry_run': true"));
        assertThat(tried.path("is_dry_run").asBoolean()).isTrue();
        JsonNode asked = refused(ofAcme(revoke));
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/email").asText()).isEqualTo(mail("ada"));
        assertThat(asked.at("/preview/dependents/0/level").asText()).isEqualTo("intermediate");
        assertThat(acme.rows("select 1::text from certifications where revoked_on is not null"))
                .isEmpty();
        JsonNode done =
                tools(
                        ofAcme(
                                revoke
                                        + ", 'confirmation_token': '"
                                        + asked.path("confirmation_token").asText()
                                        + "'"));
        assertThat(done.at("/certificate/status").asText()).isEqualTo("revoked");
        assertThat(done.at("/dependents/0/prerequisite_lapsed").asBoolean()).isTrue();
        assertThat(
                        acme.rows(
                                "select revoke_reason from certifications where revoked_on is not"
                                        + " null"))
                .containsExactly("Shared the exam");
        JsonNode again = refused(ofAcme(revoke));
        assertThat(again.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(again.path("message").asText()).contains("revoked on 2025-03-10");
        JsonNode now = track("");
        assertThat(rules(now)).containsExactly("CERT-3");
        assertThat(now.at("/summary/revoked_count").asInt()).isEqualTo(1);
        assertThat(now.at("/summary/certified_contact_count").asInt()).isEqualTo(1);
        assertThat(now.at("/people/0/certificates/1/prerequisite_lapsed").asBoolean()).isTrue();
    }

    @Test
    void modulesAreDefinedAndListedWithoutCircles() {
        JsonNode made =
                ok("'action': 'define_module', 'code': '201', 'name': 'Admin"
                                + " \\u202etraining', 'format': 'workshop', 'duration_minutes':"
                                + " 90, 'level': 'advanced', 'prerequisites': ['102'],"
                                + " 'objectives': ['Set roles'], 'passing_score_rate': 0.9,"
                                + " 'max_attempts': 5")
                        .path("module");
        assertThat(made.path("name").asText()).isEqualTo("Admin training");
        assertThat(made.path("prerequisites").toString()).isEqualTo("[\"102\"]");
        String anew =
                "'action': 'define_module', 'code': '101', 'name': 'Basics', 'format':"
                        + " 'live_webinar', 'duration_minutes': 60, 'prerequisites': ['201']";
        JsonNode unseen = refused("{" + anew + "}");
        assertThat(unseen.path("code").asText()).isEqualTo("conflict");
        JsonNode circle = refused("{" + anew + ", 'version': 1}");
        assertThat(circle.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(circle.path("message").asText()).contains("101 -> 201 -> 102 -> 101");
        JsonNode self = refused("{" + anew.replace("['201']", "['101']") + ", 'version': 1}");
        assertThat(self.path("message").asText()).contains("101 -> 101");
        JsonNode changed = ok(anew.replace("['201']", "[]") + ", 'version': 1");
        assertThat(changed.at("/module/version").asInt()).isEqualTo(2);
        assertThat(changed.at("/module").has("passing_score_rate")).isFalse();

        JsonNode unknown =
                refused(
                        "{'action': 'create', 'certification_level': 'basic', 'module_ids': ['1O1',"
                                + " '101', 'module_101']}");
        assertThat(unknown.path("faults").findValuesAsText("field"))
                .containsExactly("module_ids[0]", "module_ids[2]");
        assertThat(unknown.at("/faults/0/suggestions/0/value").asText()).isEqualTo("101");

        JsonNode page = ok("'limit': 3");
        assertThat(page.path("programs").findValuesAsText("level"))
                .containsExactly("basic", "intermediate", "advanced", "expert");
        assertThat(page.at("/programs/0/active").asBoolean()).isFalse();
        assertThat(page.path("modules").findValuesAsText("code"))
                .containsExactly("101", "102", "103");
        assertThat(page.path("total_count").asInt()).isEqualTo(4);
        JsonNode rest = ok("'limit': 3, 'cursor': '" + page.path("next_cursor").asText() + "'");
        assertThat(rest.path("modules").findValuesAsText("code")).containsExactly("201");
        assertThat(rest.has("next_cursor")).isFalse();
    }

    @Test
    void whatIsWrongIsSaid() {
        JsonNode inactive = refused(ofAcme(ISSUE_ADA));
        assertThat(inactive.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(inactive.path("hint").asText()).contains("action create");
        JsonNode many =
                refused(
                        "{'action': 'define_module', 'code': '1', 'name': ' \\u202e', 'format':"
                                + " 'video', 'duration_minutes': 0, 'max_attempts': 11,"
                                + " 'passing_score_rate': 1.5, 'user_email': 'a@b.example'}");
        assertThat(many.path("faults").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "user_email",
                        "passing_score_rate",
                        "duration_minutes",
                        "max_attempts",
                        "name");
        assertThat(
                        refused(ofAcme("'action': 'issue', 'certification_level': 'basic'"))
                                .path("field")
                                .asText())
                .isEqualTo("user_emails");
        assertThat(
                        refused("{'action': 'track', 'user_email': 'a@b.example'}")
                                .path("field")
                                .asText())
                .isEqualTo("client_id");
        assertThat(
                        refused(ofAcme("'action': 'track', 'as_of': '2025-03-11'"))
                                .path("field")
                                .asText())
                .isEqualTo("as_of");
        assertThat(
                        refused(
                                        ofAcme(
                                                "'action': 'revoke', 'certification_id':"
                                                        + " 'certification_x', 'reason': 'r'"))
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        assertThat(
                        refused(
                                        ofAcme(
                                                "'action': 'issue', 'certification_level': 'basic',"
                                                        + " 'user_emails': ['a@b.example',"
                                                        + " 'A@B.example']"))
                                .path("field")
                                .asText())
                .isEqualTo("user_emails[1]");
        ok(BASIC);
        assertThat(refused("{" + BASIC + ", 'version': 1}").path("expected").asText())
                .isEqualTo("2");
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        assertThat(forbidden(writer, "{" + BASIC + "}")).isEqualTo("forbidden");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(forbidden(reader, ofAcme(ISSUE_ADA))).isEqualTo("forbidden");
    }

    /** The job's chunks yield the same as the client's own answer, and a page ends at its limit. */
    @Test
    void thePortfolioIsCountedByAJob() throws Exception {
        ok(BASIC);
        passed("ada", "2025-02-01", "0.9", "0.9");
        tools(ofAcme(ISSUE_ADA));
        acme.client("client_beta", "Beta Ltd");
        acme.client("client_gone", "Gone Ltd");
        acme.execute(
                "update clients set status = 'churned', lifecycle_stage = 'churned' where client_id"
                        + " = 'client_gone'");
        acme.execute(
                """
                insert into certifications (client_id, certification_id, contact_email, level, program_version, issued_on,
                    expires_on)
                values ('client_beta', 'c1', 'x@beta.example', 'basic', 2, '2024-04-01', '2025-04-01'),
                    ('client_beta', 'c2', 'x@beta.example', 'advanced', 1, '2024-05-01', '2025-05-09'),
                    ('client_beta', 'c3', 'y@beta.example', 'basic', 2, '2024-05-01', '2025-05-10')
                """);
        JsonNode answer = portfolio("{'action': 'track', 'limit': 1, 'wait_seconds': 25}", 1);
        JsonNode summary = answer.path("summary");
        assertThat(summary.path("client_count").asInt()).isEqualTo(2);
        assertThat(summary.path("contact_count").asInt()).isEqualTo(4);
        assertThat(summary.path("certified_rate").asText()).isEqualTo("0.2500");
        assertThat(summary.path("certified_outside_contacts_count").asInt()).isEqualTo(2);
        assertThat(summary.path("active_count_by_level").toString())
                .isEqualTo("{\"basic\":3,\"intermediate\":0,\"advanced\":1,\"expert\":0}");
        assertThat(summary.path("expiring_count").asInt()).isEqualTo(2);
        assertThat(rules(answer)).containsExactly("CERT-2", "CERT-3");
        assertThat(answer.at("/recommendations/0/because").asText())
                .isEqualTo("expiring_count 2, the first on 2025-04-01");
        assertThat(answer.path("clients").findValuesAsText("client_id"))
                .containsExactly("client_beta");
        assertThat(answer.at("/clients/0").has("certified_rate")).isFalse();
        assertThat(answer.path("total_count").asInt()).isEqualTo(2);
        JsonNode next =
                portfolio(
                        "{'action': 'track', 'limit': 1, 'wait_seconds': 25, 'cursor': '%s'}"
                                .formatted(answer.path("next_cursor").asText()),
                        500);
        assertThat(next.path("clients").findValuesAsText("client_id"))
                .containsExactly("client_acme");
        assertThat(next.has("next_cursor")).isFalse();
        JsonNode own = track("");
        assertThat(own.at("/summary/certified_rate"))
                .isEqualTo(next.at("/clients/0/certified_rate"));
    }

    @Test
    void anEmptyDeploymentSaysWhatIsMissing() throws Exception {
        acme.execute("delete from contacts");
        JsonNode answer = track("");
        assertThat(answer.path("people")).isEmpty();
        assertThat(answer.at("/summary/contact_count").asInt()).isZero();
        assertThat(answer.at("/summary").has("certified_rate")).isFalse();
        assertThat(answer.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("no_active_program", "no_contacts");
        acme.execute("update clients set status = 'churned', lifecycle_stage = 'churned'");
        JsonNode none = portfolio("{'action': 'track', 'wait_seconds': 25}", 500);
        assertThat(none.at("/summary/client_count").asInt()).isZero();
        assertThat(none.path("clients")).isEmpty();
    }

    /** A hundred renewals exceed what an answer holds; all of them are issued. */
    @Test
    void aLargeIssueIsCutAndSaysSo() {
        acme.at("2026-01-20T09:00:00Z");
        ok(BASIC);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add("somebody.%03d".formatted(i));
            passed(names.getLast(), "2026-01-10", "0.9", "0.9");
        }
        acme.execute(
                """
                insert into certifications (client_id, certification_id, contact_email, level, program_version, issued_on,
                    expires_on)
                select distinct client_id, 'certification_of_long_ago_' || contact_email, contact_email, 'basic', 2,
                    date '2025-02-01', date '2026-02-01'
                from training_completions
                """);
        JsonNode answer =
                tools(
                        ofAcme(
                                "'action': 'issue', 'certification_level': 'basic', 'user_emails': [%s]"
                                        .formatted(mails(names.toArray(String[]::new)))));
        assertThat(answer.at("/truncated/0/list").asText()).isEqualTo("issued");
        assertThat(answer.at("/truncated/0/total_count").asInt()).isEqualTo(100);
        assertThat(answer.toString().length()).isLessThan(24_000);
        assertThat(
                        acme.rows(
                                "select count(*)::text from certifications where superseded_by is"
                                        + " null"))
                .containsExactly("100");
    }

    /** A caller that may not see addresses sees none in a refusal. */
    @Test
    void aRefusalIsMasked() {
        ok(BASIC);
        JsonNode error =
                acme.tools
                        .call(
                                tool,
                                new Principal("key_writer", Set.of(Scope.CS_WRITE)),
                                ofAcme(ISSUE_ADA))
                        .content()
                        .path("error");
        assertThat(error.at("/refused/0/email").asText()).isEqualTo("a***@acme.example");
        assertThat(error.path("message").asText()).doesNotContain("acme.example");
    }

    private String status(String asOf) {
        return track("'as_of': '" + asOf + "'").at("/people/0/certificates/0/status").asText();
    }

    private JsonNode track(String more) {
        return tools(ofAcme("'action': 'track'" + (more.isEmpty() ? "" : ", " + more)));
    }

    /** Adds an attempt at both modules of the basic level. */
    private void passed(String name, String day, String first, String second) {
        attempt(name, "101", 1, day, first, true);
        attempt(name, "102", 1, day, second, true);
    }

    private void attempt(
            String name,
            String module,
            int number,
            String day,
            @Nullable String score,
            boolean passed) {
        acme.execute(
                """
                insert into training_completions (client_id, module_id, contact_email, attempt, completed_at, score_rate,
                    passed)
                values ('client_acme', ?, ?, ?, cast(? as timestamptz), cast(? as double precision), ?)
                """,
                "module_" + module,
                mail(name),
                number,
                day + " 12:00Z",
                score,
                passed);
    }

    private JsonNode ok(String arguments) {
        return tools("{" + arguments + "}");
    }

    private JsonNode tools(String arguments) {
        return acme.tools.ok(tool, arguments);
    }

    private JsonNode refused(String arguments) {
        return acme.tools.refused(tool, arguments);
    }

    private String forbidden(Principal principal, String arguments) {
        return acme.tools.call(tool, principal, arguments).content().at("/error/code").asText();
    }

    /** Returns the answer to a call that waits for its job, which is run here as workers run it. */
    private JsonNode portfolio(String arguments, int chunk) throws Exception {
        PortfolioCertificatesWork work = new PortfolioCertificatesWork(cursors);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<JsonNode> waiting = threads.submit(() -> tools(arguments));
            TestJobs.until(() -> waiting.isDone() || queued().findAny().isPresent());
            if (waiting.isDone()) {
                return waiting.get();
            }
            String id = queued().findFirst().orElseThrow();
            String order =
                    acme.rows("select arguments::text from jobs where job_id = '%s'".formatted(id))
                            .getFirst();
            RunningJob job =
                    new RunningJob(
                            id,
                            work.tool(),
                            "key_admin",
                            Json.read(order, JsonNode.class),
                            acme.clock.instant());
            List<String> ids =
                    acme.rows(
                            "select client_id from clients where status <> 'churned' order by"
                                    + " client_id");
            List<JsonNode> results = new ArrayList<>();
            for (int i = 0; i < ids.size(); i += chunk) {
                List<String> part = ids.subList(i, Math.min(i + chunk, ids.size()));
                JobChunk at = new JobChunk(i, part.getFirst(), part.getLast(), part.size());
                results.add(acme.server.database().write(tx -> work.work(tx, job, at)));
            }
            JsonNode result = acme.server.database().write(tx -> work.finish(tx, job, results));
            acme.execute(
                    """
                    update jobs set status = 'completed', result = ?::jsonb, finished_at = '2025-03-10 09:00Z',
                        expires_at = '2025-03-11 09:00Z'
                    where job_id = ?
                    """,
                    result.toString(),
                    id);
            return waiting.get();
        }
    }

    private Stream<String> queued() {
        return acme.rows("select job_id from jobs where status = 'queued'").stream();
    }
}
