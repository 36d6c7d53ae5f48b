package io.os199.cs.api.web;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.CallClass;
import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.integration.DeadLetters;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.UnmatchedRecords;
import io.os199.cs.integration.UnmatchedRecords.Mapped;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Administration of external services, below {@code /v1/admin/integrations/NAME}: {@code GET /unmatched} (unmatched
 * records), {@code PUT /refs} (maps a record to its client), {@code GET /dead-letters} (what was given up), {@code
 * POST /dead-letters/ID/retry}, {@code POST /sync} (reads it now). Needs {@code cs:admin}; host, origin and key have
 * been checked before.
 */
public final class IntegrationsServlet extends HttpServlet {
    private static final int LARGEST_BODY = 10_000;
    private static final int LONGEST = 200;
    private static final String ROUTES =
            "GET /v1/admin/integrations/NAME/unmatched and …/dead-letters, PUT …/refs, POST"
                    + " …/dead-letters/ID/retry and …/sync";

    private final transient Database database;
    private final transient ClientDirectory clients;
    private final transient UnmatchedRecords unmatched;
    private final transient DeadLetters dead;
    private final transient IntegrationStates states;
    private final transient RateLimit rateLimit;

    public IntegrationsServlet(
            Database database,
            ClientDirectory clients,
            UnmatchedRecords unmatched,
            DeadLetters dead,
            IntegrationStates states,
            RateLimit rateLimit) {
        this.database = database;
        this.clients = clients;
        this.unmatched = unmatched;
        this.dead = dead;
        this.states = states;
        this.rateLimit = rateLimit;
    }

    /** The number of dead letters retried. */
    record Retried(int retriedCount) {}

    /** Whether a worker will read the service, within about a minute of when it answers and accepts our key. */
    record Asked(boolean isAsked) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Principal principal = Authentication.principalOf(request);
        Optional<Duration> wait = rateLimit.tryTake(principal, CallClass.WRITE);
        if (wait.isPresent()) {
            HttpErrors.tooManyRequests(response, wait.get(), "too many requests of this key");
            return;
        }
        if (!principal.has(Scope.CS_ADMIN)) {
            Authentication.challengeOf(request)
                    .insufficientScope(response, principal, EnumSet.of(Scope.CS_ADMIN));
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "services outside are the administrators': it needs the scope cs:admin");
            return;
        }
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        List<String> parts = Arrays.asList(path.split("/", -1));
        Integration integration =
                parts.size() < 2
                        ? null
                        : WireName.find(Integration.class, parts.get(1))
                                .map(Integration.class::cast)
                                .orElse(null);
        if (integration == null) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "there are the services "
                            + String.join(", ", WireName.all(Integration.class))
                            + "; of each: "
                            + ROUTES);
            return;
        }
        Actor actor = new Actor(principal.id(), null);
        String route = request.getMethod() + " " + String.join("/", parts.subList(2, parts.size()));
        switch (route) {
            case "GET unmatched" ->
                    write(response, database.current(tx -> unmatched.list(tx, integration)));
            case "GET dead-letters" ->
                    write(response, database.current(tx -> dead.list(tx, integration)));
            case "PUT refs" -> map(request, response, integration, actor);
            case "POST sync" -> sync(response, integration);
            default -> {
                if (request.getMethod().equals("POST")
                        && parts.size() == 5
                        && parts.get(2).equals("dead-letters")
                        && parts.get(4).equals("retry")) {
                    retry(response, integration, parts.get(3), actor);
                } else {
                    HttpErrors.write(
                            response, HttpServletResponse.SC_NOT_FOUND, "there are " + ROUTES);
                }
            }
        }
    }

    private void retry(
            HttpServletResponse response, Integration integration, String id, Actor actor)
            throws IOException {
        int count = database.write(tx -> dead.retry(tx, integration, id, actor));
        if (count == 0) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "nothing that was given up has that id; GET …/dead-letters shows what was");
        } else {
            write(response, new Retried(count));
        }
    }

    private void sync(HttpServletResponse response, Integration integration) throws IOException {
        if (database.write(tx -> states.askSync(tx, integration))) {
            write(response, new Asked(true));
        } else {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_CONFLICT,
                    integration.wireName() + " is off: switch it on in the configuration");
        }
    }

    private void map(
            HttpServletRequest request,
            HttpServletResponse response,
            Integration integration,
            Actor actor)
            throws IOException {
        JsonNode body = body(request);
        String kind = body.path("kind").asText().strip();
        String remoteId = body.path("remote_id").asText().strip();
        String client = body.path("client").asText();
        if (isNone(kind) || isNone(remoteId) || isNone(client)) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_BAD_REQUEST,
                    "send {\"kind\": …, \"remote_id\": …, \"client\": …}: kind and remote_id as"
                            + " …/unmatched shows them, client the id, external id or name of"
                            + " one");
            return;
        }
        Answer<Mapped> mapped =
                database.write(
                        tx ->
                                clients.resolve(tx, client)
                                        .map(ClientRef::clientId)
                                        .map(
                                                clientId ->
                                                        unmatched.map(
                                                                tx,
                                                                integration,
                                                                kind,
                                                                remoteId,
                                                                clientId,
                                                                actor)));
        switch (mapped) {
            case Answer.Ok<Mapped>(var done) -> write(response, done);
            case Answer.Refused<Mapped>(var refusal) ->
                    HttpErrors.write(response, HttpServletResponse.SC_NOT_FOUND, refusal.message());
        }
    }

    private static boolean isNone(String text) {
        return text.isBlank() || text.length() > LONGEST || text.indexOf('\0') >= 0;
    }

    /** The body as JSON; an empty object where it is not JSON. */
    private static JsonNode body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LARGEST_BODY);
        try {
            return Json.read(new String(bytes, StandardCharsets.UTF_8), JsonNode.class);
        } catch (IllegalArgumentException notJson) {
            return Json.read("{}", JsonNode.class);
        }
    }

    /** Leaves the length to Jetty, which then can say that it closes the connection, where a body is unread. */
    private static void write(HttpServletResponse response, Object body) throws IOException {
        byte[] bytes = Json.write(body).getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.getOutputStream().write(bytes);
    }
}
