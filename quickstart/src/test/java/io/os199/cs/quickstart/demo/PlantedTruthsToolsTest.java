package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tools.core.GetClientOverview;
import io.os199.cs.api.tools.core.GetClientTimeline;
import io.os199.cs.api.tools.core.ListClients;
import io.os199.cs.api.tools.core.RegisterClient;
import io.os199.cs.api.tools.expansion.ExpansionTools;
import io.os199.cs.api.tools.expansion.IdentifyUpsellOpportunities;
import io.os199.cs.api.tools.health.AnalyzeEngagementPatterns;
import io.os199.cs.api.tools.health.CalculateHealthScore;
import io.os199.cs.api.tools.health.HealthTools;
import io.os199.cs.api.tools.health.TrackAdoptionMilestones;
import io.os199.cs.api.tools.health.TrackFeatureAdoption;
import io.os199.cs.api.tools.health.TrackUsageEngagement;
import io.os199.cs.assembly.Features;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.expansion.ExpansionScenes;
import io.os199.cs.health.patterns.DropIndicators;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.jobs.DatabaseSignals;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.quickstart.demo.planted.Cast;
import io.os199.cs.quickstart.demo.planted.Truth;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the product's own tools report about the planted accounts, on the morning after the portfolio was scored. */
final class PlantedTruthsToolsTest {
    @RegisterExtension static final UsualCompany company = new UsualCompany();

    private static final TestClock clock = new TestClock("2026-07-01T08:00:00Z");
    private static final ClientAnswers answers = ClientAnswers.unkept();
    private static final AuditLog audit = new AuditLog(clock);

    private static ToolFixture tools;
    private static Tool<?, ?> register;
    private static Tool<?, ?> overview;
    private static Tool<?, ?> timeline;
    private static Tool<?, ?> list;
    private static Tool<?, ?> health;
    private static Tool<?, ?> usage;
    private static Tool<?, ?> patterns;
    private static Tool<?, ?> adoption;
    private static Tool<?, ?> milestones;
    private static Tool<?, ?> upsell;

    @BeforeAll
    static void open() throws Exception {
        TestDatabase filled = company.database();
        new Partitions(filled.dataSource(), clock).ensureAhead();
        Database database = filled.database();
        ClientDirectory directory = new ClientDirectory();
        Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
        Jobs jobs =
                new Jobs(
                        database,
                        new JobQueue(filled.dataSource()),
                        new DatabaseSignals(filled.directDataSource()),
                        clock);
        tools = new ToolFixture(database, clock);
        Features features = Features.of(Cache.none(), clock, new ServiceConfiguration());
        register = new RegisterClient(database, features.registration(), answers);
        overview = new GetClientOverview(database, directory, answers);
        timeline = new GetClientTimeline(database, directory, answers, cursors);
        list = new ListClients(database, answers, cursors);
        List<Tool<?, ?>> onHealth =
                HealthTools.of(database, features, new JobCalls(jobs, audit), cursors);
        health = only(onHealth, CalculateHealthScore.class);
        usage = only(onHealth, TrackUsageEngagement.class);
        patterns = only(onHealth, AnalyzeEngagementPatterns.class);
        adoption = only(onHealth, TrackFeatureAdoption.class);
        milestones = only(onHealth, TrackAdoptionMilestones.class);
        upsell =
                only(
                        ExpansionTools.of(database, features, new JobCalls(jobs, audit), cursors),
                        IdentifyUpsellOpportunities.class);
        new Nightly(company, clock).health();
        ExpansionScenes.scan(filled, clock, 500);
    }

    private static Tool<?, ?> only(List<Tool<?, ?>> tools, Class<?> type) {
        return tools.stream().filter(type::isInstance).findFirst().orElseThrow();
    }

    @Test
    void aChampionWhoLeftTakesUseAndEngagementAlong() {
        String client = client("champion_left");
        JsonNode page = overview(client);
        JsonNode score = health(client, "");

        assertThat(timeline(client).path("items"))
                .filteredOn(event -> event.path("title").asText().endsWith("left: champion"))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.path("impact").asText()).isEqualTo("negative");
                            assertThat(event.path("occurred_at").asText())
                                    .startsWith(since("champion_left").toString());
                        });
        assertThat(page.at("/usage/event_change_percent").asDouble()).isLessThan(-15);
        assertThat(page.at("/client/health_trend").asText()).isEqualTo("declining");
        assertThat(rules(page.path("attention"))).contains("OV_A_FALLING");
        assertThat(fall(score, "usage")).isPositive();
        assertThat(fall(score, "engagement")).isGreaterThan(10);
    }

    @Test
    void shelfWareIsPaidForAndCritical() {
        String client = client("silent_shelf_ware");
        JsonNode page = overview(client);
        JsonNode score = health(client, "");

        assertThat(score.path("band").asText()).isEqualTo("critical");
        assertThat(points(score, "usage")).isZero();
        assertThat(points(score, "engagement")).isLessThan(5);
        assertThat(points(score, "payment")).isEqualTo(100);
        assertThat(rules(score.path("recommendations"))).contains("HR_ACTIVE", "HR_TOUCH");
        assertThat(page.at("/usage/licensed_user_count").asInt()).isEqualTo(10);
        assertThat(page.at("/usage/active_user_count_30d").asInt()).isZero();
        assertThat(page.at("/usage/activation_rate").decimalValue()).isZero();
        assertThat(LocalDate.parse(page.at("/engagement/last_active_on").asText()))
                .isBefore(since("silent_shelf_ware"));
        assertThat(rules(page.path("attention"))).contains("OV_A_BAND", "OV_A_SILENT");
        assertThat(listed("'sort_by': 'health_score', 'limit': 3")).contains(client);
    }

    @Test
    void aPriceShockTurnsAContentCustomerIntoADetractor() {
        String client = client("price_shock");
        JsonNode score = health(client, "");

        assertThat(fall(score, "satisfaction")).isGreaterThan(20);
        assertThat(points(score, "usage")).isGreaterThan(90);
        assertThat(timeline(client).path("items"))
                .anySatisfy(
                        event -> {
                            assertThat(event.path("title").asText()).isEqualTo("NPS answered: 2");
                            assertThat(event.path("impact").asText()).isEqualTo("negative");
                        });
        assertThat(overview(client).path("attention"))
                .anySatisfy(
                        rule -> {
                            assertThat(rule.path("rule_id").asText()).isEqualTo("OV_A_RENEWAL");
                            assertThat(rule.path("because").asText()).contains("negotiating");
                        });
    }

    @Test
    void anOutageDentsTheMomentumOfEverybodyForAWeek() {
        LocalDate sunday = since("outage_week").plusDays(6);
        for (String key :
                List.of("whale_in_hidden_decline", "seats_bursting", "support_meltdown")) {
            assertThat(momentum(client(key), 7, sunday)).as(key).isLessThan(0.6);
            assertThat(momentum(client(key), 7, sunday.plusDays(7))).as(key).isEqualTo(1);
        }
    }

    @Test
    void aSupportMeltdownShowsInSupportAndNotInUse() {
        String client = client("support_meltdown");
        JsonNode score = health(client, "");
        JsonNode support = overview(client).path("support");

        assertThat(points(score, "support")).isLessThan(50);
        assertThat(points(score, "usage")).isGreaterThan(85);
        assertThat(rules(score.path("recommendations"))).contains("HR_SLA");
        assertThat(score.at("/trend/change_points").asDouble()).isLessThan(-10);
        assertThat(support.path("opened_count_30d").asInt())
                .isGreaterThan(3 * support.path("opened_count_prev_30d").asInt());
        assertThat(support.path("sla_breach_count_30d").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(support.path("mean_satisfaction_90d").asDouble()).isLessThan(3);
        assertThat(listed("'health_trend_filter': ['declining'], 'limit': 200")).contains(client);
    }

    /** The previous month contains the outage, so the decline of half a year shows only over a longer period. */
    @Test
    void theLargestAccountLooksWellInAMonthAndDeclinesInAQuarter() {
        String client = client("whale_in_hidden_decline");
        JsonNode score = health(client, "");

        assertThat(listed("'sort_by': 'contract_value', 'sort_order': 'desc', 'limit': 1"))
                .containsExactly(client);
        assertThat(score.path("band").asText()).isEqualTo("healthy");
        for (String content : List.of("support", "satisfaction", "payment")) {
            assertThat(points(score, content)).as(content).isGreaterThan(85);
        }
        assertThat(momentum(client, 30, UsualCompany.TODAY)).isEqualTo(1);
        assertThat(momentum(client, 90, UsualCompany.TODAY)).isLessThan(0.75);
        assertThat(momentum(client("seats_bursting"), 90, UsualCompany.TODAY)).isEqualTo(1);
    }

    @Test
    void moreUsersThanSeatsAreCounted() {
        JsonNode usage = overview(client("seats_bursting")).path("usage");

        assertThat(usage.path("active_user_count_30d").asInt())
                .isGreaterThan(usage.path("licensed_user_count").asInt() * 5 / 4);
        assertThat(usage.path("activation_rate").asInt()).isEqualTo(1);
    }

    /** It ranks first among all to whom seats could be sold. */
    @Test
    void moreUsersThanSeatsAreSeatsToSell() {
        String client = client("seats_bursting");
        JsonNode found = tools.ok(upsell, "{'client_id': '" + client + "'}");
        JsonNode seats = found.at("/opportunities/0");

        assertThat(seats.path("type").asText()).isEqualTo("seats");
        assertThat(seats.at("/rules/0/rule_id").asText()).isEqualTo("SEATS_OVER");
        JsonNode evidence = seats.at("/rules/0/evidence");
        assertThat(evidence.path("licensed_user_count").asInt()).isEqualTo(10);
        assertThat(evidence.path("active_user_count").asInt()).isGreaterThan(12);
        assertThat(seats.path("units").asInt())
                .isEqualTo((evidence.path("active_user_count").asInt() * 11 + 9) / 10 - 10);
        assertThat(seats.path("value_amount").decimalValue())
                .isEqualByComparingTo(
                        seats.path("unit_price_amount")
                                .decimalValue()
                                .multiply(seats.path("units").decimalValue()));
        assertThat(seats.at("/next_step/rule_id").asText()).isEqualTo("U-TRUEUP");
        assertThat(
                        tools.ok(upsell, "{'opportunity_types': ['seats']}")
                                .at("/opportunities/0/client_id")
                                .asText())
                .isEqualTo(client);
    }

    /** A word with an underscore is the name of a tool, unless it follows "by". */
    @Test
    void whatIsToBeExpectedNamesToolsThatThereAre() throws IOException {
        Set<String> served;
        try (Stream<Path> files =
                Files.list(Path.of("../api-server/src/test/resources/golden/tools-list"))) {
            served =
                    files.map(each -> each.getFileName().toString().replace(".json", ""))
                            .collect(Collectors.toSet());
        }
        Pattern names = Pattern.compile("(?<!by )\\b[a-z]+(?:_[a-z]+)+\\b");
        for (Truth truth : Cast.TRUTHS) {
            assertThat(names.matcher(truth.expected()).results().map(MatchResult::group))
                    .as(truth.key())
                    .isSubsetOf(served);
        }
    }

    @Test
    void aCompanyThatIsThereTwiceIsNamedTwice() {
        List<String> both = company.answers().get("duplicate_account").clientIds();
        JsonNode third =
                tools.ok(
                        register,
                        "{'client_name': 'Twinpeak Example Foods GmbH', 'dry_run': true,"
                                + " 'primary_contact_email':"
                                + " 'somebody@twinpeak-example-foods.example'}");

        assertThat(third.path("possible_duplicates").findValuesAsText("client_id"))
                .containsAll(both);
        assertThat(listed("'search': 'twinpeak'")).containsExactlyInAnyOrderElementsOf(both);
        assertThat(tools.refused(overview, "{'client_id': 'Twinpeak Example'}").toString())
                .contains(both);
        assertThat(overview("Twinpeak Example Foods").at("/client/client_id").asText()).isIn(both);
    }

    /** None of these tools shows a ticket's words; one that comes to show them must do so in a {@code …_text} field. */
    @Test
    void theOrdersInATicketAreNeitherRepeatedNorFollowed() {
        String client = client("hostile_ticket_text");
        JsonNode page = overview(client);
        JsonNode score = health(client, "");

        assertThat(page.at("/support/opened_count_30d").asInt()).isPositive();
        assertThat(page.at("/client/tier").asText()).isEqualTo("standard");
        assertThat(score.path("overall_score").asDouble()).isLessThan(95);
        assertThat(List.of(page, score, timeline(client)))
                .allSatisfy(
                        answer ->
                                assertThat(answer.toString())
                                        .doesNotContainIgnoringCase("previous instructions")
                                        .doesNotContainIgnoringCase("note for the AI assistant"));
    }

    @Test
    void aRenamedFeatureIsAbandonedOnTheDayOnWhichTheOtherBegins() {
        LocalDate since = since("feature_rename");
        JsonNode month =
                tools.ok(
                        adoption,
                        "{'client_id': '"
                                + client("support_meltdown")
                                + "', 'time_period_days': 30, 'category': 'planning'}");
        JsonNode before = feature(month, "calendar");
        JsonNode after = feature(month, "planner");

        assertThat(before.path("class").asText()).isEqualTo("abandoned");
        assertThat(LocalDate.parse(before.path("last_used_on").asText())).isBefore(since);
        assertThat(after.path("class").asText()).isIn("moderate", "high");
        assertThat(LocalDate.parse(after.path("first_used_on").asText())).isAfterOrEqualTo(since);
        assertThat(month.path("recommendations"))
                .anySatisfy(
                        rule -> {
                            assertThat(rule.path("rule_id").asText()).isEqualTo("FA_ABANDONED");
                            assertThat(rule.path("because").asText()).startsWith("calendar: 0 ");
                        });
    }

    @Test
    void shelfWareHasReachedGoalsAndUsesNothing() {
        String client = client("silent_shelf_ware");
        JsonNode use = tools.ok(adoption, "{'client_id': '" + client + "'}");
        JsonNode goals = tools.ok(milestones, "{'client_id': '" + client + "', 'record': false}");

        assertThat(use.path("active_user_count").asInt()).isZero();
        assertThat(use.path("adopted_feature_count").asInt()).isZero();
        assertThat(rules(use.path("recommendations"))).contains("FA_ABANDONED", "FA_PAID_UNUSED");
        assertThat(goals.path("achieved_count").asInt()).isPositive();
        assertThat(goals.path("pace").asText()).isEqualTo("stuck");
    }

    @Test
    void namesInOtherScriptsArriveUnharmedAndAreFound() {
        List<String> speakers = company.answers().get("foreign_languages").clientIds();

        assertThat(overview("見本製作所株式会社").at("/client/client_id").asText())
                .isEqualTo(speakers.getLast());
        assertThat(overview(speakers.getLast()).at("/client/client_name").asText())
                .isEqualTo("見本製作所株式会社");
        assertThat(health("musterwerk beispielbau gmbh", "").path("client_id").asText())
                .isEqualTo(speakers.getFirst());
        assertThat(listed("'search': '製作所'")).containsExactly(speakers.getLast());
    }

    @Test
    void useSaysWhoSlipsAndWhoNeedsSeats() {
        assertThat(rules(use(client("champion_left"), "").path("alerts"))).contains("UE_DECLINE");
        assertThat(rules(use(client("seats_bursting"), "").path("recommendations")))
                .containsExactly("UE_SEATS_OVER");
        assertThat(use(client("support_meltdown"), "").path("trend").asText()).isEqualTo("flat");
        JsonNode shelf = use(client("silent_shelf_ware"), "");
        assertThat(shelf.has("trend")).isFalse();
        assertThat(shelf.at("/cohorts/4/share_rate").asInt()).isEqualTo(1);
        assertThat(rules(shelf.path("recommendations"))).contains("UE_SEATS_IDLE", "UE_INACTIVE");
        LocalDate monday = since("outage_week");
        String week =
                ", 'period_start': '%s', 'period_end': '%s'".formatted(monday, monday.plusDays(7));
        for (String key :
                List.of("whale_in_hidden_decline", "seats_bursting", "support_meltdown")) {
            assertThat(use(client(key), week).path("trend").asText()).as(key).isEqualTo("down");
        }
    }

    @Test
    void patternsHoldWhereTheyWerePlanted() {
        assertThat(holding(client("champion_left"))).containsExactly("RP_SPONSOR_LOST");
        assertThat(holding(client("support_meltdown"))).containsExactly("RP_SUPPORT_BURST");
        assertThat(holding(client("price_shock"))).isEmpty();
    }

    /**
     * Runs as the nightly job does, in one chunk; the outage was six weeks ago and is no abnormal day of the last two
     * weeks.
     */
    @Test
    void theNightlyLookKnowsWhichPatternsComeBeforeChurn() {
        EngagementPatternWork work =
                new EngagementPatternWork(
                        new DropIndicators(new Timeline(), audit, answers, clock));
        JobOrder order = EngagementPatternWork.nightly(UsualCompany.TODAY);
        JsonNode result = new Nightly(company, clock).run(work, order);
        assertThat(result.path("client_count").asInt())
                .isEqualTo(
                        company.names("select client_id from clients where status <> 'churned'")
                                .size());
        assertThat(result.path("portfolio_events")).isEmpty();
        assertThat(result.toString().length()).isLessThan(24_000);
        assertThat(result.at("/risk_patterns/0/backtest/lift").asDouble()).isGreaterThan(2);
        assertThat(rules(result.path("recommendations"))).contains("EP_RISK");
    }

    private static JsonNode use(String client, String more) {
        return tools.ok(usage, "{'client_id': '" + client + "'" + more + "}");
    }

    private static List<String> holding(String client) {
        return tools.ok(patterns, "{'client_id': '" + client + "'}")
                .path("risk_patterns")
                .valueStream()
                .filter(risk -> risk.path("holds").asBoolean())
                .map(risk -> risk.path("key").asText())
                .toList();
    }

    private static String client(String key) {
        return company.answers().get(key).clientIds().getFirst();
    }

    private static LocalDate since(String key) {
        return company.answers().get(key).since();
    }

    private static JsonNode overview(String client) {
        return tools.ok(overview, "{'client_id': '" + client + "'}");
    }

    private static JsonNode timeline(String client) {
        return tools.ok(timeline, "{'client_id': '" + client + "', 'limit': 200}");
    }

    private static List<String> listed(String filters) {
        return tools.ok(list, "{" + filters + "}").path("items").findValuesAsText("client_id");
    }

    /** Returns an unsaved score, so that each test finds the scores of the portfolio. */
    private static JsonNode health(String client, String more) {
        return tools.ok(health, "{'client_id': '" + client + "', 'save': false" + more + "}");
    }

    private static double momentum(String client, int days, LocalDate asOf) {
        JsonNode score =
                health(client, ", 'lookback_period_days': %d, 'as_of': '%s'".formatted(days, asOf));
        JsonNode part = component(score, "usage").at("/parts/1");
        assertThat(part.path("part").asText()).isEqualTo("momentum");
        return part.path("value_rate").asDouble();
    }

    private static double points(JsonNode score, String component) {
        return component(score, component).path("score").asDouble();
    }

    /** Returns by how many points a component is lower than a month before. */
    private static double fall(JsonNode score, String component) {
        return component(score, component).path("previous_score").asDouble()
                - points(score, component);
    }

    private static JsonNode component(JsonNode score, String component) {
        for (JsonNode each : score.path("components")) {
            if (each.path("component").asText().equals(component)) {
                return each;
            }
        }
        throw new AssertionError("no component " + component + " in " + score);
    }

    private static JsonNode feature(JsonNode answer, String key) {
        for (JsonNode each : answer.path("items")) {
            if (each.path("feature_key").asText().equals(key)) {
                return each;
            }
        }
        throw new AssertionError("no feature " + key + " in " + answer);
    }

    private static List<String> rules(JsonNode findings) {
        return findings.findValuesAsText("rule_id");
    }
}
