package io.os199.cs.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;

/** The seed rows of a new deployment, checked against what is promised of them. */
final class SeedsDaoTest {
    /** The tokens of every email, and those of a milestone's email. */
    private static final String TOKENS =
            "client_name company_name tier csm_name contact_name first_name contact_title"
                + " renewal_date days_to_renewal contract_end_date included_users active_users_30d"
                + " milestone_name milestone_due_date next_milestone_name";

    private static final Pattern TOKEN = Pattern.compile("\\{\\{([a-z0-9_]+)(\\|[^{}]{1,80})?}}");

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void aTypicalClientHasTheChurnProbabilitiesThatTheModelPromises() {
        String probability =
                """
                select (1 / (1 + exp(-((weights ->> 'intercept')::float8
                    + (f ->> 'weight')::float8 * (%s - (f ->> 'centre')::float8) / (f ->> 'scale')::float8))))::text
                from scoring_models cross join lateral (select weights #> '{features,renewal_in_horizon}') as of (f)
                where model_id = 'churn' and status = 'active' and stage = 'expert_prior' and calibration = 'none'
                """;
        assertThat(number(probability.formatted("1"))).isCloseTo(0.0688, within(0.00005));
        assertThat(number(probability.formatted("0"))).isCloseTo(0.0114, within(0.00005));
    }

    @Test
    void whatIsKnownWithoutUseHealthOrSurveysIsTooLittleForTheChurnModel() {
        double coverage =
                number(
                        """
                        select (sum(abs((value ->> 'weight')::float8)) filter (where key not in ('usage_score',
                            'engagement_score', 'support_score', 'satisfaction_score', 'usage_trend_log',
                            'seat_utilization_rate')) / sum(abs((value ->> 'weight')::float8)))::text
                        from scoring_models cross join lateral jsonb_each(weights -> 'features')
                        where model_id = 'churn'
                        """);
        assertThat(coverage).isCloseTo(0.5857, within(0.00005));
        assertThat(
                        number(
                                "select thresholds ->> 'minimum_coverage' from scoring_models where"
                                        + " model_id = 'churn'"))
                .isEqualTo(0.65);
    }

    @Test
    void eachPlaybookBeginsLightlyAndItsEmailsAloneHaveTexts() {
        assertThat(
                        strings(
                                """
                                select playbook_key || ' ' || kind || ' ' || count(*) filter (where level = 'light')
                                    || count(*) filter (where level = 'standard')
                                    || count(*) filter (where level = 'aggressive')
                                from playbooks cross join lateral jsonb_to_recordset(steps) as step (level text)
                                where active group by playbook_key, kind order by playbook_key
                                """))
                .containsExactly(
                        "adoption_recovery adoption 221",
                        "champion_change retention 221",
                        "executive_outreach retention 221",
                        "payment_recovery retention 211",
                        "proactive_outreach retention 311",
                        "renewal_save renewal 221",
                        "service_recovery retention 221",
                        "success_planning retention 221",
                        "value_reinforcement retention 311",
                        "winback winback 220");
        assertThat(
                        strings(
                                """
                                select title
                                from playbooks cross join lateral jsonb_to_recordset(steps)
                                    as step (title text, channel text, offset_days int, subject text, body_text text)
                                where (channel = 'email') <> (subject is not null and body_text like E'%\\n\\n%')
                                   or channel not in ('task', 'call', 'email', 'meeting', 'training')
                                   or offset_days not between 1 and 60
                                """))
                .isEmpty();
    }

    @Test
    void textsForCustomersHoldKnownTokensOnlyAndTheOnesThatMayBeMissingAFallback() {
        List<String> texts =
                strings(
                        """
                        select step ->> 'subject' || E'\\n' || (step ->> 'body_text')
                        from playbooks cross join lateral jsonb_array_elements(steps) as step
                        where step ->> 'channel' = 'email'
                        union all
                        select action ->> 'subject_line' || E'\\n' || (action ->> 'body_text')
                        from automations cross join lateral jsonb_array_elements(actions) as action
                        where action ->> 'type' = 'send_email'
                        """);
        assertThat(texts).hasSize(11);
        for (String text : texts) {
            List<String> certain =
                    TOKEN.matcher(text)
                            .results()
                            .peek(token -> assertThat(TOKENS.split(" ")).contains(token.group(1)))
                            .filter(token -> token.group(2) == null)
                            .map(token -> token.group(1))
                            .toList();
            assertThat(certain)
                    .isSubsetOf(
                            "company_name",
                            "active_users_30d",
                            "milestone_name",
                            "milestone_due_date");
            assertThat(TOKEN.matcher(text).replaceAll("")).doesNotContain("{{", "}}");
        }
    }

    @Test
    void onboardingHasOneAutomationPerTriggerAndFourOfThemWriteToCustomers() {
        assertThat(
                        strings(
                                """
                                select trigger_type from automations where kind = 'onboarding' and status = 'active'
                                """))
                .hasSize(14)
                .doesNotHaveDuplicates();
        assertThat(
                        strings(
                                """
                                select trigger_type from automations
                                where actions @> '[{"type": "send_email"}]' order by trigger_type
                                """))
                .containsExactly(
                        "first_value_achieved",
                        "milestone_completion",
                        "milestone_due_soon",
                        "onboarding_start");
        assertThat(strings("select automation_id from automations"))
                .allMatch(id -> TypeId.is("automation", id));
    }

    @Test
    void theFourCertificatesAskForMoreLevelByLevelAndAreInactiveWithoutModules() {
        assertThat(
                        strings(
                                """
                                select level || ' ' || passing_score_rate || ' ' || validity_months
                                from certification_programs
                                where program_version = 1 and not active and required_modules = '{}'
                                order by passing_score_rate
                                """))
                .containsExactly(
                        "basic 0.75 12",
                        "intermediate 0.8 12",
                        "advanced 0.85 12",
                        "expert 0.9 12");
    }

    @Test
    void everyPriorityAndTierHasAPromiseAndThoseOfBusinessHoursACalendarOfFiveDays() {
        assertThat(
                        strings(
                                """
                                select priority || ' ' || first_response_minutes || ' ' || resolution_minutes || ' '
                                    || calendar || ' ' || count(*) || ' ' || coalesce(max(hours), 0)
                                from sla_policies left join (
                                    select calendar_id, sum(extract(hour from closes - opens))::int as hours
                                    from calendar_hours where iso_weekday between 1 and 5 group by 1) open
                                    using (calendar_id)
                                group by priority, first_response_minutes, resolution_minutes, calendar
                                order by priority
                                """))
                .containsExactly(
                        "P0 5 60 24x7 4 0",
                        "P1 15 240 24x7 4 0",
                        "P2 60 480 business_hours 4 40",
                        "P3 240 960 business_hours 4 40",
                        "P4 480 1440 business_hours 4 40");
        assertThat(strings("select calendar_id from business_calendars"))
                .allMatch(id -> TypeId.is("calendar", id));
    }

    @Test
    void businessHoursAreCountedInTheZoneThatTheFirstMigrationIsTold() throws SQLException {
        try (TestDatabase fresh = TestDatabase.empty()) {
            Migrations.run(fresh.ownerDataSource(), ZoneId.of("Europe/Berlin"));
            Migrations.run(fresh.ownerDataSource(), ZoneId.of("America/New_York"));
            try (Connection connection = fresh.ownerDataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet zone =
                            statement.executeQuery("select time_zone from business_calendars")) {
                assertThat(zone.next()).isTrue();
                assertThat(zone.getString(1)).isEqualTo("Europe/Berlin");
            }
        }
        assertThat(strings("select time_zone from business_calendars")).containsExactly("UTC");
    }

    @Test
    void everyIntegrationIsOff() {
        assertThat(
                        strings(
                                "select name from integrations where not enabled and state = 'off'"
                                        + " order by name"))
                .containsExactly("intercom", "mixpanel", "sendgrid", "zendesk");
    }

    private static double number(String query) {
        return Double.parseDouble(strings(query).getFirst());
    }

    private static List<String> strings(String query) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
    }
}
