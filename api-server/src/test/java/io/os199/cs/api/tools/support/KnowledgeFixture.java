package io.os199.cs.api.tools.support;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.support.knowledge.Articles;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.sql.SQLException;
import java.util.List;

/** The two tools for help articles over a database with two clients and no articles. */
final class KnowledgeFixture implements AutoCloseable {
    static final String LONG =
            "Open Reports, choose Export, then CSV. The file is ready within a minute.";

    final TestClock clock = new TestClock("2026-11-11T09:00:00Z");
    final SupportFixture support;
    final TestDatabase database;
    final ToolFixture tools;
    final Tool<?, ?> find;
    final Tool<?, ?> update;

    KnowledgeFixture() throws SQLException {
        support = new SupportFixture(clock, "enterprise", "starter");
        for (String table : List.of("votes", "article_views", "article_versions", "articles")) {
            support.execute("delete from kb_" + table);
        }
        database = support.database;
        tools = support.tools;
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

    @Override
    public void close() {
        support.close();
    }

    void threeArticles() {
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

    String create(String title, String content) {
        return tools.ok(
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

    JsonNode get(String id) {
        return ok(find, "'action': 'get', 'article_id': '" + id + "'");
    }

    int version(String id) {
        return Integer.parseInt(
                support.strings(
                                "select version::text from kb_articles where article_id = '"
                                        + id
                                        + "'")
                        .getFirst());
    }

    JsonNode change(String id, String fields) {
        return ok(update, "'article_id': '" + id + "', 'version': " + version(id) + ", " + fields);
    }

    JsonNode publish(String id, int version) {
        return yes("'action': 'publish', 'version': " + version, id);
    }

    JsonNode vote(String id, String voter, boolean isHelpful) {
        return ok(
                update,
                "'article_id': '%s', 'action': 'vote', 'voter': '%s', 'helpful_vote': %s"
                        .formatted(id, voter, isHelpful));
    }

    JsonNode search(String query) {
        return ok(find, "'search_query': '" + query + "'");
    }

    static List<String> ids(JsonNode found) {
        return found.path("items").findValuesAsText("article_id");
    }

    /** Updates the article, with a person's confirmation where one is required. */
    JsonNode yes(String what, String id) {
        String arguments = "'article_id': '" + id + "', " + what;
        ToolResult asked = tools.call(update, ToolFixture.ADMIN, json(arguments));
        return asked.isError()
                ? ok(
                        update,
                        arguments
                                + ", 'confirmation_token': '"
                                + asked.content().at("/error/confirmation_token").asText()
                                + "'")
                : asked.content();
    }

    JsonNode ok(Tool<?, ?> tool, String arguments) {
        return tools.ok(tool, "{" + arguments + "}");
    }

    JsonNode refused(Tool<?, ?> tool, String arguments) {
        return tools.refused(tool, "{" + arguments + "}");
    }

    static JsonNode json(String arguments) {
        return Json.read(("{" + arguments + "}").replace('\'', '"'), JsonNode.class);
    }

    void article(
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

    void votes(String id, int helpful, int not) {
        support.execute(
                "insert into kb_votes (article_id, voter_hash, helpful, at) select '%s', 'v' || i, i <= %d, now() from generate_series(1, %d) i"
                        .formatted(id, helpful, helpful + not));
    }

    void execute(String sql) {
        support.execute(sql);
    }

    List<String> strings(String query) {
        return support.strings(query);
    }
}
