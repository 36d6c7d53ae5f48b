package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthQuery;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Each planted truth is found from rows alone, by a comparison over all clients that is given no name. */
final class PlantedTruthsDaoTest {
    private static final LocalDate TODAY = UsualCompany.TODAY;
    private static final String MORNING = "2026-07-01T00:00:00Z";

    @RegisterExtension static final UsualCompany company = new UsualCompany();

    private static TestDatabase filled;
    private static Map<String, AnswerKeyEntry> answers;
    private static Map<String, HealthScore> scores;

    @BeforeAll
    static void look() {
        filled = company.database();
        answers = company.answers();
        scores = score();
    }

    private static Map<String, HealthScore> score() {
        TestClock clock = new TestClock(MORNING);
        HealthScoring scoring =
                new HealthScoring(
                        new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        List<String> live = names("select client_id from clients where status <> 'churned'");
        return filled
                .database()
                .read(
                        tx ->
                                scoring.score(
                                        tx,
                                        live,
                                        HealthQuery.at(
                                                TODAY,
                                                clock.instant(),
                                                90,
                                                new HealthModels()
                                                        .active(tx, HealthModels.STANDARD)
                                                        .orElseThrow())))
                .stream()
                .collect(Collectors.toMap(HealthScore::clientId, Function.identity()));
    }

    @Test
    void theAnswerKeyNamesElevenTruthsWithFiguresFromTheRows() {
        assertThat(answers)
                .containsOnlyKeys(
                        "champion_left",
                        "silent_shelf_ware",
                        "price_shock",
                        "outage_week",
                        "feature_rename",
                        "support_meltdown",
                        "whale_in_hidden_decline",
                        "seats_bursting",
                        "duplicate_account",
                        "hostile_ticket_text",
                        "foreign_languages");
        assertThat(answers.values())
                .allSatisfy(
                        answer -> {
                            assertThat(answer.evidence()).as(answer.key()).isNotEmpty();
                            assertThat(answer.expected()).isNotBlank();
                            assertThat(
                                            names(
                                                    "select name from clients where client_id in ('%s') order by name"
                                                            .formatted(
                                                                    String.join(
                                                                            "','",
                                                                            answer.clientIds()))))
                                    .containsExactlyInAnyOrderElementsOf(answer.names());
                        });
    }

    @Test
    void theChampionWhoLeftUsedTheProductUntilThen() {
        assertThat(
                        names(
                                """
                                select c.client_id from contacts c
                                join product_users p using (client_id, contact_id)
                                where c.role = 'champion'
                                  and c.left_company_at between date '2026-07-01' - 30 and date '2026-07-01'
                                  and c.left_company_at::date - p.last_seen_on between 1 and 5
                                """))
                .containsAll(clients("champion_left"));
    }

    @Test
    void oneClientPaysAndDoesNothing() {
        assertThat(
                        names(
                                """
                                select client_id from clients c
                                where contract_value > 0
                                  and contract_start_date < date '2026-07-01' - 100
                                  and not exists (select from usage_daily_users u
                                      where u.client_id = c.client_id and day >= date '2026-07-01' - 100)
                                  and not exists (select from tickets t
                                      where t.client_id = c.client_id and opened_at >= date '2026-07-01' - 100)
                                """))
                .containsExactlyElementsOf(clients("silent_shelf_ware"));
    }

    @Test
    void oneOfferIsFarAboveTheOthers() {
        assertThat(
                        names(
                                """
                                select client_id from renewals
                                where closed_on is null and proposed_arr_amount > 1.2 * current_arr_amount
                                """))
                .containsExactlyElementsOf(clients("price_shock"));
    }

    @Test
    void theOutageDentsMostClientsInOneWeek() {
        String week = answer("outage_week").since().toString();
        assertThat(
                        number(
                                """
                                select avg((during < 0.7 * (before + after) / 2)::int) from (
                                    select sum(event_count) filter (where day between w - 7 and w - 1) as before,
                                        sum(event_count) filter (where day between w and w + 6) as during,
                                        sum(event_count) filter (where day between w + 7 and w + 13) as after
                                    from usage_daily_users, (select date '%s' as w) d
                                    group by client_id) weeks
                                where before > 100 and after > 100
                                """
                                        .formatted(week)))
                .isGreaterThan(0.85);
        assertThat(
                        names(
                                """
                                select week::text from (
                                    select week, events, lag(events) over (order by week) as before,
                                        lead(events) over (order by week) as after from (
                                        select date_trunc('week', day)::date as week, sum(event_count) as events
                                        from usage_daily_users where day >= date '2026-07-01' - 90 group by 1) w) n
                                where events < 0.6 * before and events < 0.6 * after
                                """))
                .containsExactly(week);
    }

    @Test
    void oneFeatureEndsOnTheDayOnWhichAnotherBegins() {
        assertThat(
                        names(
                                """
                                select a.feature_key || ' ' || b.feature_key || ' ' || b.first from
                                    (select feature_key, min(day) as first, max(day) as last
                                     from usage_daily_features group by 1) a
                                join
                                    (select feature_key, min(day) as first, max(day) as last
                                     from usage_daily_features group by 1) b on b.first = a.last + 1
                                """))
                .containsExactly("calendar planner " + answer("feature_rename").since());
    }

    @Test
    void oneClientsTicketsSoar() {
        assertThat(
                        names(
                                """
                                select client_id from tickets where opened_at >= date '2026-07-01' - 35
                                group by 1 order by count(*) filter (where resolution_breached_at is not null) desc limit 1
                                """))
                .containsExactlyElementsOf(clients("support_meltdown"));
    }

    @Test
    void theLargestClientUsesHalfOfWhatItUsed() {
        assertThat(names("select client_id from clients order by contract_value desc limit 1"))
                .containsExactlyElementsOf(clients("whale_in_hidden_decline"));
        assertThat(
                        number(
                                """
                                select (sum(event_count) filter (where day >= date '2026-07-01' - 28))::numeric
                                    / sum(event_count) filter (where day between date '2026-07-01' - 180 and date '2026-07-01' - 153)
                                from usage_daily_users where client_id = '%s'
                                """
                                        .formatted(clients("whale_in_hidden_decline").getFirst())))
                .isLessThan(0.65);
    }

    @Test
    void oneClientHasMoreUsersThanSeats() {
        assertThat(
                        names(
                                """
                                select client_id from
                                    (select client_id, sum(included_users) as seats from contracts
                                     where status = 'active' group by 1) s
                                join (select client_id, count(distinct user_key) as users from usage_daily_users
                                     where day >= date '2026-07-01' - 30 group by 1) u using (client_id)
                                where users > 1.2 * seats
                                """))
                .containsExactlyElementsOf(clients("seats_bursting"));
    }

    @Test
    void twoClientsShareTheirPeople() {
        assertThat(
                        names(
                                """
                                select distinct client_id from contacts c where exists (
                                    select from contacts o where lower(o.email) = lower(c.email)
                                      and o.client_id <> c.client_id)
                                """))
                .containsExactlyInAnyOrderElementsOf(clients("duplicate_account"));
    }

    @Test
    void oneTicketGivesOrders() {
        assertThat(
                        names(
                                "select client_id from tickets where description_text ~* 'ignore"
                                        + " all .*instructions'"))
                .containsExactlyElementsOf(clients("hostile_ticket_text"));
    }

    @Test
    void twoClientsWriteGermanAndJapanese() {
        List<String> speakers = clients("foreign_languages");
        assertThat(
                        names(
                                "select distinct client_id from tickets where description_text ~"
                                        + " '\\m(nicht|unserem?|wir|uns)\\M'"))
                .containsExactly(speakers.getFirst());
        assertThat(
                        names(
                                "select distinct client_id from tickets where description_text ~"
                                        + " '[ぁ-んァ-ヶ]'"))
                .containsExactly(speakers.getLast());
        assertThat(names("select distinct client_id from feedback where content_text ~ '[ぁ-んァ-ヶ]'"))
                .containsExactly(speakers.getLast());
    }

    @Test
    void theDescriptionShowsTheCompanyAndWhatIsPlanted() throws Exception {
        String text = DemoDescription.of(filled.ownerDataSource(), List.copyOf(answers.values()));
        assertThat(text)
                .contains("Churn by year", answer("outage_week").since() + " ", "nps")
                .contains(answers.keySet())
                .contains("Leviathan Sample Holdings");
        assertThat(text.lines()).allMatch(line -> line.equals(line.stripTrailing()));
    }

    @Test
    void theAnswerKeyOfAnotherCompanyIsNotPrinted() throws Exception {
        try (TestDatabase other = TestDatabase.create()) {
            assertThat(DemoDescription.of(other.ownerDataSource(), List.copyOf(answers.values())))
                    .endsWith("no answer key to the clients of this database\n")
                    .doesNotContain(answers.keySet());
        }
    }

    @Test
    void theHealthScoreSeesWhatIsPlanted() {
        HealthScore shelf = scoreOf("silent_shelf_ware");
        HealthScore meltdown = scoreOf("support_meltdown");
        HealthScore whale = scoreOf("whale_in_hidden_decline");
        HealthScore bursting = scoreOf("seats_bursting");

        assertThat(shelf.usage()).as("shelf-ware, use").isLessThan(quantile("usage", 0.1));
        assertThat(meltdown.support()).as("meltdown, support").isLessThan(meltdown.usage());
        assertThat(meltdown.support()).isLessThan(quantile("support", 0.1));
        assertThat(whale.usage()).as("whale, use").isLessThan(whale.previousUsage());
        assertThat(whale.usage()).isLessThan(whale.satisfaction());
        assertThat(bursting.overall()).as("bursting").isGreaterThan(quantile("overall", 0.5));
        assertThat(shelf.overall()).isLessThan(bursting.overall());
    }

    /** Returns a quantile of the scores of all clients that have one. */
    private static BigDecimal quantile(String part, double share) {
        List<BigDecimal> sorted =
                scores.values().stream()
                        .map(
                                score ->
                                        switch (part) {
                                            case "usage" -> score.usage();
                                            case "support" -> score.support();
                                            default -> score.overall();
                                        })
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList();
        return sorted.get((int) (share * (sorted.size() - 1)));
    }

    private static HealthScore scoreOf(String key) {
        HealthScore score = scores.get(clients(key).getFirst());
        assertThat(score).as(key).isNotNull();
        return score;
    }

    private static AnswerKeyEntry answer(String key) {
        AnswerKeyEntry answer = answers.get(key);
        assertThat(answer).as(key).isNotNull();
        return answer;
    }

    private static List<String> clients(String key) {
        return answer(key).clientIds();
    }

    private static List<String> names(String sql) {
        return company.names(sql);
    }

    private static double number(String sql) {
        return filled.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Double.class).one());
    }
}
