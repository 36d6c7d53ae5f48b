package io.os199.cs.benchmarks.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.os199.cs.benchmarks.load.ReadMix.Asked;
import io.os199.cs.platform.json.Json;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The requests over MCP, as most clients speak it today, and the answers to them. */
final class Conversation {
    private static final String VERSION = "2025-11-25";
    private static final String SESSION_HEADER = "Mcp-Session-Id";
    private static final int HTTP_OK = 200;

    /** The key of the assistant, the first of what a Gatling session holds. */
    private static final String ASSISTANT = "assistant";

    private static final String SAID = "said";
    private static final String STATUS = "status";
    private static final String TOOK = "took";
    private static final String OUTCOME = "outcome";
    private static final String MCP_SESSION = "mcp-session";

    /** The code of a refusal, or of a JSON-RPC error. Text blocks repeat it with escaped quotes. */
    private static final Pattern CODE =
            Pattern.compile("\"error\":\\{.*?\"code\":\"?([a-z_0-9-]+)");

    private final LoadPlan plan;
    private final ReadMix mix;
    private final Clock clock;
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();

    Conversation(LoadPlan plan, Clock clock) {
        this.plan = plan;
        this.mix = new ReadMix(plan.portfolio());
        this.clock = clock;
    }

    /** A request, with the name that it is counted under. */
    private record Said(String asked, String body) {
        static Said of(String asked, String method, Map<String, Object> parameters) {
            return new Said(
                    asked,
                    Json.write(
                            Map.of(
                                    "jsonrpc",
                                    "2.0",
                                    "id",
                                    1,
                                    "method",
                                    method,
                                    "params",
                                    parameters)));
        }

        static Said of(Asked call) {
            return of(
                    call.tool(),
                    "tools/call",
                    Map.of("name", call.tool(), "arguments", call.arguments()));
        }
    }

    HttpProtocolBuilder protocol() {
        return http.baseUrl(plan.uri())
                .disableCaching()
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", VERSION);
    }

    /** Adds a new user, who has a key. */
    ChainBuilder come() {
        return exec(
                session ->
                        session.set(
                                ASSISTANT,
                                new Assistant(mix, (int) (session.userId() % plan.keys().size()))));
    }

    /** Sends what a client sends first. A user who gets no session leaves. */
    ChainBuilder greet() {
        Said initialize =
                Said.of(
                        "initialize",
                        "initialize",
                        Map.of(
                                "protocolVersion",
                                VERSION,
                                "capabilities",
                                Map.of(),
                                "clientInfo",
                                Map.of("name", "benchmarks", "version", "1")));
        Said tools = Said.of("tools/list", "tools/list", Map.of());
        return say(
                        session -> initialize,
                        request().check(header(SESSION_HEADER).saveAs(MCP_SESSION)))
                .exitHereIf(session -> !session.contains(MCP_SESSION))
                .exec(say(session -> tools, inSession()));
    }

    /** Makes one call in the session that {@link #greet} began. */
    ChainBuilder callInSession() {
        return say(session -> Said.of(assistant(session).ask()), inSession());
    }

    /** Makes one call that stands alone. */
    ChainBuilder call() {
        return say(session -> Said.of(assistant(session).ask()), request());
    }

    Duration think(Session session) {
        return assistant(session).think(plan.thinkMillis());
    }

    Collection<Answered> answers() {
        return List.copyOf(answers);
    }

    private static Assistant assistant(Session session) {
        return Objects.requireNonNull(session.<Assistant>get(ASSISTANT));
    }

    private static Said said(Session session) {
        return Objects.requireNonNull(session.<Said>get(SAID));
    }

    private HttpRequestActionBuilder inSession() {
        return request().header(SESSION_HEADER, "#{" + MCP_SESSION + "}");
    }

    private HttpRequestActionBuilder request() {
        return http(session -> said(session).asked())
                .post("")
                .header(
                        "Authorization",
                        session -> "Bearer " + plan.keys().get(assistant(session).number()))
                .body(StringBody(session -> said(session).body()))
                .check(status().saveAs(STATUS))
                .check(responseTimeInMillis().saveAs(TOOK))
                .check(bodyString().transformWithSession(Conversation::outcome).saveAs(OUTCOME));
    }

    private ChainBuilder say(Function<Session, Said> what, HttpRequestActionBuilder request) {
        return exec(session -> session.removeAll(OUTCOME, TOOK).set(SAID, what.apply(session)))
                .exec(request)
                .exec(this::note);
    }

    private Session note(Session session) {
        String outcome = session.getString(OUTCOME);
        answers.add(
                new Answered(
                        said(session).asked(),
                        clock.instant(),
                        Duration.ofMillis(outcome == null ? 0 : session.getInt(TOOK)),
                        outcome == null ? Answered.NONE : outcome));
        return session.markAsSucceeded();
    }

    private static String outcome(String body, Session session) {
        int status = session.getInt(STATUS);
        if (status != HTTP_OK) {
            return "HTTP " + status;
        }
        assistant(session).hear(body);
        if (body.contains("\"result\":{") && !body.contains("\"isError\":true")) {
            return Answered.OK;
        }
        Matcher code = CODE.matcher(body);
        return code.find() ? code.group(1) : "unreadable";
    }
}
