package io.os199.cs.retention.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.QueryPlan;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Over 20,000 answers, each person counts once, and a page of the newest reads no more than it shows. */
class SatisfactionDaoTest {
    private static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-01T00:00:00Z");
    private static final List<String> KINDS = List.of("nps", "csat");
    private static final SatisfactionFilter ALL = new SatisfactionFilter(null, null, null, null);
    private static final TestDatabase SERVER = TestDatabase.create();

    /** The plain formula, answer by answer: the newest of each client, kind and person. */
    private static final String NEWEST =
            """
            (select *
             from (
                select r.*, key, row_number() over (partition by r.client_id, kind, key
                    order by responded_at desc, response_id desc) as newest
                from survey_responses r
                cross join lateral (
                    select coalesce(r.contact_id,
                        (select min(contact_id) from contacts p
                         where p.client_id = r.client_id and lower(p.email) = lower(r.contact_email)),
                        lower(r.contact_email), r.response_id) as key) person
                where kind in ('nps', 'csat') and responded_at >= '2025-01-01 00:00Z'
                    and responded_at < '2026-12-01 00:00Z') numbered
             where newest = 1) latest
            """;

    @BeforeAll
    static void manyAnswers() {
        SERVER.addClients(500);
        SERVER.execute(
                // Of every address two contacts left, with greater and with smaller ids than the
                // one who is there.
                """
                insert into contacts (client_id, contact_id, email, left_company_at)
                select client_id, 'contact_' || (k * 7 + n) % 9, 'P' || k || '@x.example',
                    case when n <> 1 then timestamptz '2025-06-01 00:00Z' end
                from clients, generate_series(0, 2) k, generate_series(0, 2) n
                on conflict do nothing
                """,
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, contact_id, responded_at)
                select client_id, 'response_' || n, kind, 1 + n % 5, email,
                    case when n % 4 = 0 then (select min(p.contact_id) from contacts p
                        where p.client_id = drawn.client_id and lower(p.email) = lower(drawn.email)) end, at
                from (
                    select n, 'client_' || (1 + (hashint4(n) & 255)) as client_id,
                        (array['nps', 'nps', 'csat', 'ces'])[1 + n % 4] as kind,
                        case when n % 5 < 4 then 'p' || n % 4 || '@X.example' end as email,
                        timestamptz '2024-10-01 00:00Z' + n % 9973 * interval '2 hours' as at
                    from generate_series(1, 20000) n) drawn
                """,
                "analyze");
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void countsTheNewestAnswerOfEachPerson() {
        List<String> counted =
                SERVER
                        .jdbi()
                        .withExtension(
                                SatisfactionDao.class, dao -> dao.answers(ALL, KINDS, FROM, UNTIL))
                        .stream()
                        .map(
                                each ->
                                        each.kind()
                                                + " "
                                                + each.contactCount()
                                                + " "
                                                + each.clientCount()
                                                + " "
                                                + each.scores().stream()
                                                        .mapToInt(ScoreCount::count)
                                                        .sum())
                        .map(String::toLowerCase)
                        .toList();
        assertThat(counted)
                .containsExactlyInAnyOrderElementsOf(
                        SERVER.texts(
                                """
                                select concat_ws(' ', kind, count(*) filter (where key <> response_id),
                                    count(distinct client_id), count(*))
                                from
                                """
                                        + NEWEST
                                        + " group by kind"));
        for (String each : counted) {
            String kind = each.substring(0, each.indexOf(' '));
            assertThat(
                            SERVER
                                    .jdbi()
                                    .withExtension(
                                            SatisfactionDao.class,
                                            dao -> dao.answers(ALL, List.of(kind), FROM, UNTIL))
                                    .getFirst()
                                    .scores()
                                    .stream()
                                    .map(score -> score.score() + " " + score.count()))
                    .containsExactlyInAnyOrderElementsOf(
                            SERVER.texts(
                                    "select score || ' ' || count(*) from "
                                            + NEWEST
                                            + " where kind = '"
                                            + kind
                                            + "' group by score"));
        }
    }

    @Test
    void pagesGoAlongTheIndexOfTheInstants() {
        List<String> expected =
                SERVER.texts(
                        "select response_id from "
                                + NEWEST
                                + " order by responded_at desc, response_id desc limit 60");
        SERVER.jdbi()
                .useExtension(
                        SatisfactionDao.class,
                        dao -> {
                            List<String> paged = new ArrayList<>();
                            Instant afterAt = null;
                            String afterId = null;
                            while (paged.size() < expected.size()) {
                                List<SurveyAnswer> page =
                                        dao.responses(
                                                ALL, KINDS, FROM, UNTIL, afterAt, afterId, 20);
                                page.forEach(each -> paged.add(each.responseId()));
                                afterAt = page.getLast().respondedAt();
                                afterId = page.getLast().responseId();
                            }
                            assertThat(paged).isEqualTo(expected);
                        });
        String plan =
                QueryPlan.of(
                        SERVER,
                        SatisfactionDao.class,
                        "responses",
                        query ->
                                query.bindMethods(ALL)
                                        .bindArray("kinds", String.class, KINDS)
                                        .bind("from", FROM)
                                        .bind("until", UNTIL)
                                        .bind("afterAt", Instant.parse("2026-01-01T00:00:00Z"))
                                        .bind("afterId", "response_1")
                                        .bind("most", 21));
        assertThat(plan)
                .contains("Index Scan Backward using survey_responses_responded_at_idx")
                .doesNotContain("Seq Scan on survey_responses");
    }
}
