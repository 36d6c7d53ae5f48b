package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.retention.RetentionTools;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.AuditLog;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clients that the risk tools rank first in the demo company, and why, on the morning after the nightly jobs. */
final class PlantedRisksTest {
    @RegisterExtension static final UsualCompany company = new UsualCompany();

    private static final TestClock clock = new TestClock("2026-07-01T08:00:00Z");

    private static ToolFixture tools;
    private static Map<String, Tool<?, ?>> served;

    @BeforeAll
    static void open() throws Exception {
        TestDatabase filled = company.database();
        new Partitions(filled.dataSource(), clock).ensureAhead();
        Database database = filled.database();
        Jobs jobs =
                new Jobs(
                        database,
                        new JobQueue(filled.dataSource()),
                        new DatabaseSignals(filled.directDataSource()),
                        clock);
        tools = new ToolFixture(database, clock);
        Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
        JobCalls calls = new JobCalls(jobs, new AuditLog(clock));
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
        served =
                Stream.concat(
                                RetentionTools.of(database, features, calls, cursors).stream(),
                                ExpansionTools.of(database, features, calls, cursors).stream())
                        .collect(
                                Collectors.toMap(
                                        each ->
                                                each.getClass()
                                                        .getAnnotation(ToolInfo.class)
                                                        .name(),
                                        Function.identity()));
        Nightly night = new Nightly(company, clock);
        night.health();
        night.risk();
    }

    @Test
    void amongTheFirstOfThePortfolioAreThoseItHappenedTo() {
        JsonNode list = ask("identify_churn_risk", "'limit': 10");

        assertThat(list.at("/summary/total_analyzed_count").asInt()).isGreaterThan(150);
        assertThat(list.path("clients").findValuesAsText("client_id"))
                .contains(
                        client("champion_left"), client("price_shock"), client("support_meltdown"));
    }

    @Test
    void aChampionWhoLeftIsTheReasonAndTheThingToMend() {
        JsonNode risk = risk("champion_left");
        JsonNode score = score("champion_left");

        assertThat(features(risk)).first().isEqualTo("renewal_in_horizon");
        assertThat(features(risk)).element(1).isEqualTo("champion_left");
        assertThat(play(risk)).isEqualTo("P-CHAMPION");
        assertThat(saved(risk)).isGreaterThan(risk.path("churn_probability").asDouble() / 3);
        assertThat(factor(score)).isEqualTo("engagement_low: champion_left");
    }

    @Test
    void aPriceShockIsHeardInTheirOwnWords() {
        JsonNode risk = risk("price_shock");
        JsonNode score = score("price_shock");

        assertThat(risk.path("at_risk_because").toString()).contains("indicator:nps_detractor");
        assertThat(play(risk)).isEqualTo("P-VOICE");
        assertThat(factor(score)).isEqualTo("satisfaction: nps_mean");
        assertThat(score.path("score_change_points").asDouble()).isGreaterThan(10);
    }

    /** The brief for its renewal is favorable except for its users, who come on fewer days than when the term began. */
    @Test
    void theDeclineOfTheLargestIsWhatSpeaksAgainstItsRenewal() {
        JsonNode brief =
                ask(
                        "negotiate_renewals",
                        "'client_id': '" + client("whale_in_hidden_decline") + "'");
        JsonNode users = brief.at("/weak_points/0");

        assertThat(users.path("evidence_id").asText()).isEqualTo("V-USERS");
        assertThat(users.path("row_count").asDouble())
                .as("days on which they came, of those at the term's beginning")
                .isLessThan(0.8 * users.path("before_row_count").asDouble());
        assertThat(brief.path("weak_points")).hasSize(1);
        assertThat(brief.at("/position/renewal_risk").asText()).isEqualTo("on_track");
        assertThat(brief.at("/contract/payment_status").asText()).isEqualTo("current");
        assertThat(brief.at("/contract/seat_utilization_rate").asDouble()).isLessThan(0.8);
    }

    @Test
    void aSupportMeltdownIsToBeEndedByOnePersonInCharge() {
        JsonNode risk = risk("support_meltdown");
        JsonNode score = score("support_meltdown");

        assertThat(features(risk)).first().isEqualTo("renewal_in_horizon");
        assertThat(features(risk)).element(1).isEqualTo("escalation_load_log");
        assertThat(risk.path("at_risk_because").toString()).contains("indicator:open_escalation");
        assertThat(play(risk)).isEqualTo("P-SERVICE");
        assertThat(saved(risk)).isGreaterThan(risk.path("churn_probability").asDouble() / 3);
        assertThat(factor(score)).isEqualTo("support_volume: escalation_load");
    }

    private static JsonNode risk(String key) {
        return ask("identify_churn_risk", "'client_id': '" + client(key) + "'").at("/clients/0");
    }

    private static JsonNode score(String key) {
        return ask("score_risk_factors", "'client_id': '" + client(key) + "'");
    }

    private static List<String> features(JsonNode risk) {
        return risk.path("contributions").findValuesAsText("feature");
    }

    private static String play(JsonNode risk) {
        return risk.at("/recommendations/0/rule_id").asText();
    }

    /** Returns by how much the first play would lower the probability. */
    private static double saved(JsonNode risk) {
        return risk.path("churn_probability").asDouble()
                - risk.at("/recommendations/0/expected_effect/probability_after").asDouble();
    }

    /** Returns the factor that adds most, and what drives it. */
    private static String factor(JsonNode score) {
        return score.path("factors")
                .valueStream()
                .max(
                        Comparator.comparingDouble(
                                each -> each.path("contribution_points").asDouble()))
                .map(
                        each ->
                                each.path("factor").asText()
                                        + ": "
                                        + each.path("driving_signal").asText())
                .orElseThrow();
    }

    private static JsonNode ask(String tool, String arguments) {
        return tools.ok(served.get(tool), "{" + arguments + "}");
    }

    private static String client(String key) {
        return company.answers().get(key).clientIds().getFirst();
    }
}
