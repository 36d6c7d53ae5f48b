package io.os199.cs.api.tools.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.support.knowledge.Articles;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The proofs of the two tools' pages, and what callers do besides. */
class KnowledgeBaseTest {
    private static final String LONG =
            "Open Reports, choose Export, then CSV. The file is ready within a minute.";

    private final TestClock clock = new TestClock("2026-11-11T09:00:00Z");
    private TestDatabase database;
    private ToolFixture fixture;
    private Tool<?, ?> find;
    private Tool<?, ?> update;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.create();
        new Partitions(database.dataSource(), clock).ensureAhead();
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute("delete from kb_votes");
                            db.execute("delete from kb_article_views");
                            db.execute("delete from kb_article_versions");
                            db.execute("delete from kb_articles");
                            RetentionScenes.client(
                                    db,
                                    "client_a",
                                    "Acme Corp",
                                    "enterprise",
                                    72_000,
                                    "2026-01-01",
                                    "2026-12-31");
                            RetentionScenes.client(
                                    db,
                                    "client_b",
                                    "Beta Ltd",
                                    "starter",
                                    50_000,
                                    "2025-01-01",
                                    "2027-09-01");
                        });
        fixture = new ToolFixture(database.database(), clock);
        Articles articles = new Articles(new AuditLog(clock));
        Sealer sealer = new Sealer("a key of sixteen bytes");
        find =
                new ManageKnowledgeBase(
                        database.database(),
                        new ClientDirectory(),
                        articles,
                        new Cursors(sealer, clock));
        update =
                new UpdateKnowledgeBase(
                        database.database(), articles, voter -> sealer.mark("vote", voter));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void threeArticles() {
        article(
                "article_a",
                "Export reports to CSV",
                "Download any report as a CSV file",
                "Open Reports, choose Export, then CSV.",
                "{export,csv}",
                "2026-11-01");
        votes("article_a", 18, 2);
        article(
                "article_b",
                "Schedule a report",
                "Send reports by email every week",
                "Open Reports and choose Schedule. You can export later.",
                "{reports}",
                "2025-11-11");
        votes("article_b", 1, 3);
        article(
                "article_c",
                "Set up single sign-on",
                null,
                "Ask your provider.",
                "{sso}",
                "2026-11-01");
    }

    @Test
    void proof1TheScoreIsRankTitleHelpAndAge() {
        threeArticles();
        JsonNode found = search("export report");
        assertThat(ids(found)).containsExactly("article_a", "article_b");
        assertThat(found.at("/items/0/relevance_rate").asText()).isEqualTo("0.7402");
        assertThat(found.at("/items/0/score_parts").toString())
                .isEqualTo(
                        "{\"rank\":0.5666,\"similarity\":1.0000,\"helpful\":0.8636,\"recency\":0.9812}");
        assertThat(found.at("/items/0/match").asText()).isEqualTo("exact");
        assertThat(found.at("/items/1/relevance_rate").asText()).isEqualTo("0.2431");
        assertThat(found.at("/items/1/score_parts").toString())
                .isEqualTo(
                        "{\"rank\":0.0164,\"similarity\":0.6364,\"helpful\":0.3333,\"recency\":0.5000}");
        assertThat(found.path("result_count").asInt()).isEqualTo(2);
        JsonNode first = ok(find, "'search_query': 'export report', 'limit': 1");
        JsonNode second =
                ok(
                        find,
                        "'search_query': 'export report', 'limit': 1, 'cursor': '"
                                + first.path("next_cursor").asText()
                                + "'");
        assertThat(ids(first)).containsExactly("article_a");
        assertThat(ids(second)).containsExactly("article_b");
        assertThat(second.has("next_cursor")).isFalse();
    }

    @Test
    void proof2ATypoFindsByTheTitle() {
        threeArticles();
        JsonNode found = search("exprot csv");
        assertThat(ids(found)).containsExactly("article_a");
        assertThat(found.at("/items/0/score_parts/similarity").asText()).isEqualTo("0.3636");
        assertThat(found.at("/items/0/relevance_rate").asText()).isEqualTo("0.2695");
    }

    @Test
    void proof3AGapOpensAndCloses() {
        threeArticles();
        search("Bulk  import!");
        clock.set("2026-11-11T09:01:00Z");
        JsonNode second = search("bulk import");
        assertThat(second.path("result_count").asInt()).isZero();
        JsonNode gaps = ok(find, "'action': 'analytics'");
        assertThat(gaps.at("/content_gaps/0/query_text").asText()).isEqualTo("bulk import");
        assertThat(gaps.at("/content_gaps/0/search_count").asInt()).isEqualTo(2);
        assertThat(gaps.at("/content_gaps/0/untrusted").asBoolean()).isTrue();
        assertThat(gaps.path("zero_result_rate").asText()).isEqualTo("1.0000");
        article(
                "article_d",
                "Bulk import of users",
                null,
                "Choose Import.",
                "{import}",
                "2026-11-11");
        clock.set("2026-11-11T09:02:00Z");
        search("bulk import");
        assertThat(ok(find, "'action': 'analytics'").path("content_gaps")).isEmpty();
        search("write to jo@acme.example on ticket 12345678");
        assertThat(strings("select query from kb_searches order by at desc, search_id desc"))
                .contains("write to email on ticket number")
                .noneMatch(query -> query.contains("jo") || query.contains("1234"));
    }

    @Test
    void proof4StopWordsFindNothingAndTiersSeeTheirOwn() {
        threeArticles();
        JsonNode none = search("the");
        assertThat(ids(none)).isEmpty();
        execute(
                "update kb_articles set allowed_tiers = '{enterprise}' where article_id ="
                        + " 'article_a'");
        assertThat(ids(ok(find, "'search_query': 'export report', 'client_id': 'Beta Ltd'")))
                .containsExactly("article_b");
        assertThat(ids(ok(find, "'search_query': 'export report', 'client_id': 'Acme Corp'")))
                .containsExactly("article_a", "article_b");
        assertThat(ids(ok(find, "'action': 'recommend', 'client_id': 'Beta Ltd'")))
                .doesNotContain("article_a");
        execute("update kb_articles set audience = 'internal' where article_id = 'article_b'");
        assertThat(ids(ok(find, "'search_query': 'export report', 'client_id': 'Acme Corp'")))
                .containsExactly("article_a");
    }

    @Test
    void aTicketIsAnsweredByItsSubjectAndCategory() {
        threeArticles();
        execute(
                "update kb_articles set category = 'technical_issue' where article_id ="
                        + " 'article_b'");
        execute(
                "insert into tickets (client_id, ticket_id, subject, description_text, priority,"
                    + " category, opened_at) values ('client_a', 't1', 'Scheduled report does not"
                    + " come', 'd', 'P3', 'technical_issue', '2026-11-11T08:00Z')");
        assertThat(ids(ok(find, "'action': 'recommend', 'ticket_id': 't1'")).getFirst())
                .isEqualTo("article_b");
    }

    @Test
    void aDraftLivesBesideTheLiveTextUntilItIsPublished() {
        String id = create("Export reports", LONG);
        assertThat(get(id).at("/article/status").asText()).isEqualTo("draft");
        assertThat(ids(search("export"))).isEmpty();
        publish(id, 1);
        JsonNode live = get(id);
        assertThat(live.at("/article/live_version").asInt()).isEqualTo(1);
        for (int version = 2; version <= 3; version++) {
            change(id, "'content': '" + LONG + " Again " + version + ".'");
            publish(id, version(id));
        }
        JsonNode changed =
                change(
                        id,
                        "'content': 'Zanzibar is where reports go now, by the export, as a file.'");
        assertThat(changed.at("/article/draft_version").asInt()).isEqualTo(4);
        assertThat(changed.at("/article/live_version").asInt()).isEqualTo(3);
        assertThat(ids(search("minute"))).containsExactly(id);
        assertThat(ids(search("zanzibar"))).isEmpty();
        assertThat(get(id).path("draft_body_text").asText()).startsWith("Zanzibar");
        JsonNode published = publish(id, version(id));
        assertThat(published.at("/article/live_version").asInt()).isEqualTo(4);
        assertThat(ids(search("zanzibar"))).containsExactly(id);
        assertThat(ids(search("minute"))).isEmpty();

        JsonNode restored =
                yes("'action': 'restore', 'to_version': 2, 'version': " + version(id), id);
        assertThat(restored.at("/article/draft_version").asInt()).isEqualTo(5);
        assertThat(restored.at("/article/live_version").asInt()).isEqualTo(4);
        assertThat(get(id).path("draft_body_text").asText()).endsWith("Again 2.");
        assertThat(strings("select state from kb_article_versions order by article_version"))
                .containsExactly("superseded", "superseded", "superseded", "live", "draft");
    }

    @Test
    void oneVoteOfAVoterCounts() {
        String id = create("Export reports", LONG);
        assertThat(
                        refused(
                                        update,
                                        "'article_id': '"
                                                + id
                                                + "', 'action': 'vote', 'helpful_vote': true")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        publish(id, 1);
        vote(id, "x", true);
        vote(id, "x", true);
        vote(id, "x", false);
        JsonNode voted = vote(id, "y", true);
        assertThat(voted.at("/article/helpful_count").asInt()).isEqualTo(1);
        assertThat(voted.at("/article/not_helpful_count").asInt()).isEqualTo(1);
        assertThat(voted.at("/article/helpful_rate").asText()).isEqualTo("0.5000");
        assertThat(strings("select voter_hash from kb_votes")).doesNotContain("x", "y");
    }

    @Test
    void whatIsMissingToPublishIsToldTogether() {
        String id =
                fixture.ok(
                                find,
                                "{'action': 'create', 'title': 'T', 'content': 'See"
                                    + " [this](http://a.example) and [that](article:article_none),"
                                    + " long enough to be an article.', 'tags': ['a'], 'summary':"
                                    + " 's', 'category': 'c'}")
                        .at("/article/article_id")
                        .asText();
        change(id, "'tags': []");
        JsonNode error =
                refused(
                        update,
                        "'article_id': '"
                                + id
                                + "', 'action': 'publish', 'version': "
                                + version(id));
        assertThat(error.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(error.path("message").asText())
                .contains("no tag")
                .contains("http:")
                .contains("article_none");
        change(id, "'tags': ['a'], 'content': '" + LONG + "'");
        publish(id, version(id));
        assertThat(
                        refused(
                                        update,
                                        "'article_id': '"
                                                + id
                                                + "', 'action': 'publish', 'version': "
                                                + version(id))
                                .path("message")
                                .asText())
                .isEqualTo("There is nothing new to publish");
    }

    @Test
    void anArchivedArticleTellsWhoLinksAndComesBackAsADraft() {
        String id = create("Export reports", LONG);
        publish(id, 1);
        String other = create("Schedule", LONG + " See [export](article:" + id + ").");
        publish(other, 1);
        get(id);
        get(id);
        JsonNode archived = yes("'action': 'archive', 'version': " + version(id), id);
        assertThat(archived.path("view_count_90d").asInt()).isEqualTo(1);
        assertThat(archived.at("/inbound_links/0/article_id").asText()).isEqualTo(other);
        assertThat(ids(search("export"))).containsExactly(other);
        assertThat(get(id).at("/article/status").asText()).isEqualTo("archived");
        JsonNode back =
                ok(
                        update,
                        "'article_id': '"
                                + id
                                + "', 'action': 'restore', 'version': "
                                + version(id));
        assertThat(back.at("/article/status").asText()).isEqualTo("draft");
        publish(id, version(id));
        assertThat(ids(search("export"))).contains(id);
    }

    @Test
    void ofTwoPublishingsAtOnceOneWinsAndAnothersDraftIsRespected() throws Exception {
        String id = create("Export reports", LONG);
        publish(id, 1);
        change(id, "'content': '" + LONG + " More.'");
        Principal other = new Principal("ben", Set.of(Scope.CS_READ, Scope.CS_WRITE));
        ToolResult second =
                fixture.call(
                        update,
                        other,
                        json(
                                "'article_id': '"
                                        + id
                                        + "', 'content': 'Mine', 'version': "
                                        + version(id)));
        assertThat(second.content().at("/error/code").asText()).isEqualTo("conflict");
        int version = version(id);
        List<ToolResult> both =
                atOnce(
                        () ->
                                fixture.call(
                                        update,
                                        ToolFixture.ADMIN,
                                        json(
                                                "'article_id': '"
                                                        + id
                                                        + "', 'tags': ['x'], 'version': "
                                                        + version)));
        assertThat(both).extracting(ToolResult::isError).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void alikeTitlesAreNamedAndReadingsCountOnceInHalfAnHour() {
        String id = create("Export reports to CSV", LONG);
        publish(id, 1);
        JsonNode alike =
                fixture.ok(
                        find,
                        "{'action': 'create', 'title': 'Export report to CSV', 'content': 'c',"
                                + " 'tags': ['a'], 'dry_run': true}");
        assertThat(alike.at("/similar_articles/0/article_id").asText()).isEqualTo(id);
        get(id);
        get(id);
        clock.set("2026-11-11T09:30:00Z");
        get(id);
        assertThat(strings("select view_count::text from kb_article_views")).containsExactly("2");
        JsonNode listed = ok(find, "'action': 'list', 'sort': 'views'");
        assertThat(listed.at("/items/0/article/view_count").asInt()).isEqualTo(2);
        assertThat(refused(find, "'action': 'list', 'category': 'nothing'").path("code").asText())
                .isEqualTo("not_found");
    }

    @Test
    void aLongBodyIsReadInParts() {
        String id = create("Long", "x".repeat(15_000) + "the end of it all");
        JsonNode first = get(id);
        assertThat(first.path("next_offset").asInt()).isEqualTo(15_000);
        JsonNode rest = ok(find, "'action': 'get', 'offset': 15000, 'article_id': '" + id + "'");
        assertThat(rest.path("body_text").asText()).isEqualTo("the end of it all");
        assertThat(rest.has("next_offset")).isFalse();
    }

    private String create(String title, String content) {
        return fixture.ok(
                        find,
                        "{'action': 'create', 'title': '"
                                + title
                                + "', 'content': '"
                                + content
                                + "', 'tags': ['reports'], 'summary': 'How to', 'category':"
                                + " 'reports'}")
                .at("/article/article_id")
                .asText();
    }

    private JsonNode get(String id) {
        return ok(find, "'action': 'get', 'article_id': '" + id + "'");
    }

    private int version(String id) {
        return Integer.parseInt(
                strings("select version::text from kb_articles where article_id = '" + id + "'")
                        .getFirst());
    }

    private JsonNode change(String id, String fields) {
        return ok(update, "'article_id': '" + id + "', 'version': " + version(id) + ", " + fields);
    }

    private JsonNode publish(String id, int version) {
        return yes("'action': 'publish', 'version': " + version, id);
    }

    private JsonNode vote(String id, String voter, boolean isHelpful) {
        return ok(
                update,
                "'article_id': '%s', 'action': 'vote', 'voter': '%s', 'helpful_vote': %s"
                        .formatted(id, voter, isHelpful));
    }

    private JsonNode search(String query) {
        return ok(find, "'search_query': '" + query + "'");
    }

    private static List<String> ids(JsonNode found) {
        return found.path("items").findValuesAsText("article_id");
    }

    /** With the yes of a person where one is asked for. */
    private JsonNode yes(String what, String id) {
        String arguments = "'article_id': '" + id + "', " + what;
        ToolResult asked = fixture.call(update, ToolFixture.ADMIN, json(arguments));
        return asked.isError()
                ? ok(
                        update,
                        arguments
                                + ", 'confirmation_token': '"
                                + asked.content().at("/error/confirmation_token").asText()
                                + "'")
                : asked.content();
    }

    private JsonNode ok(Tool<?, ?> tool, String arguments) {
        return fixture.ok(tool, "{" + arguments + "}");
    }

    private JsonNode refused(Tool<?, ?> tool, String arguments) {
        return fixture.refused(tool, "{" + arguments + "}");
    }

    private static JsonNode json(String arguments) {
        return Json.read(("{" + arguments + "}").replace('\'', '"'), JsonNode.class);
    }

    private static <T> List<T> atOnce(Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(Collections.nCopies(2, call))) {
                results.add(each.get());
            }
            return results;
        }
    }

    private void article(
            String id, String title, String summary, String body, String tags, String updatedOn) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.createUpdate(
                                                """
                                                insert into kb_articles (article_id, title, summary, body, tags, status, author,
                                                    published_at, created_at, updated_at)
                                                values (:id, :title, :summary, :body, :tags::text[], 'published', 'ana', :at::date,
                                                    :at::date, :at::date)
                                                """)
                                        .bind("id", id)
                                        .bind("title", title)
                                        .bind("summary", summary)
                                        .bind("body", body)
                                        .bind("tags", tags)
                                        .bind("at", updatedOn)
                                        .execute());
    }

    private void votes(String id, int helpful, int not) {
        execute(
                "insert into kb_votes (article_id, voter_hash, helpful, at) select '%s', 'v' || i, i <= %d, now() from generate_series(1, %d) i"
                        .formatted(id, helpful, helpful + not));
    }

    private void execute(String sql) {
        database.jdbi().useHandle(db -> db.execute(sql));
    }

    private List<String> strings(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }
}
