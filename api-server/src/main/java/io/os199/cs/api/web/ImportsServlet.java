package io.os199.cs.api.web;

import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.CallClass;
import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;

/**
 * Files of rows: {@code POST} hands one over and answers with the import and its job, {@code GET /ID} reports its
 * progress, {@code GET /ID/errors} what is wrong with its rows. Host, origin and key have been checked before.
 */
public final class ImportsServlet extends HttpServlet {
    private static final String BY_KIND = "/import";
    private static final String ERRORS = "/errors";
    private static final int UNPROCESSABLE = 422;

    /** The kinds of rows that a key restricted to sending events may also send as a file. */
    private static final Set<String> OF_THE_INTAKE =
            Set.of("usage_events", "touchpoints", "survey_responses");

    /** How many files this process receives at once: each holds a chunk in memory and may take long to arrive. */
    private static final int AT_ONCE = 8;

    private static final Duration SOON = Duration.ofSeconds(5);

    private final transient Semaphore places = new Semaphore(AT_ONCE);
    private final transient Imports imports;
    private final transient RateLimit rateLimit;

    public ImportsServlet(Imports imports, RateLimit rateLimit) {
        this.imports = imports;
        this.rateLimit = rateLimit;
    }

    /** The result of handing over a file. */
    record Handed(
            String importId,
            @Nullable String jobId,
            @Nullable String duplicateOf,
            ImportRecord record) {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Principal principal = Authentication.principalOf(request);
        Optional<Duration> wait = rateLimit.tryTake(principal, CallClass.INGEST);
        if (wait.isPresent()) {
            HttpErrors.tooManyRequests(response, wait.get(), "too many requests of this key");
            return;
        }
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        boolean isByKind = request.getServletPath().equals(BY_KIND);
        boolean posts = request.getMethod().equals("POST");
        boolean gets = request.getMethod().equals("GET");
        String rest = path.isEmpty() ? "" : path.substring(1);
        if (posts && isByKind && !rest.isEmpty()) {
            take(request, response, principal, rest);
        } else if (posts && !isByKind && rest.isEmpty()) {
            take(request, response, principal, null);
        } else if (gets && !isByKind && !rest.isEmpty()) {
            show(response, principal, rest);
        } else {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "POST /v1/imports?kind=KIND takes a file, GET /v1/imports/ID and"
                            + " /v1/imports/ID/errors tell of it");
        }
    }

    private void take(
            HttpServletRequest request,
            HttpServletResponse response,
            Principal principal,
            @Nullable String kind)
            throws IOException {
        Map<String, String> given;
        try {
            given = query(request);
        } catch (IllegalArgumentException _) {
            bad(response, "the query of the address is not percent-encoded UTF-8");
            return;
        }
        if (kind != null) {
            given.put("kind", kind);
        }
        List<String> unknown = ImportParameters.unknown(given.keySet());
        ImportParameters.Read read = ImportParameters.read(given::get, principal.id());
        switch (read) {
            case ImportParameters.Bad(String message) -> bad(response, message);
            case ImportParameters.Good _ when !unknown.isEmpty() ->
                    bad(
                            response,
                            "there is no parameter %s; there are %s"
                                    .formatted(
                                            String.join(", ", unknown), ImportParameters.known()));
            case ImportParameters.Good(Imports.Order order) -> {
                if (mayImport(request, response, principal, order)) {
                    enter(request, response, order);
                }
            }
        }
    }

    /** Parameters from the query string only: a client that labels its body as a form is still sending rows. */
    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> given = new HashMap<>();
        String query = request.getQueryString();
        if (query != null) {
            UrlEncoded.decodeTo(query, given::putIfAbsent, StandardCharsets.UTF_8);
        }
        return given;
    }

    private static void bad(HttpServletResponse response, String message) throws IOException {
        HttpErrors.write(response, HttpServletResponse.SC_BAD_REQUEST, message);
    }

    /**
     * Reference data of the deployment may be imported by administrators; rows of clients by those who may change
     * clients.
     */
    private static boolean mayImport(
            HttpServletRequest request,
            HttpServletResponse response,
            Principal principal,
            Imports.Order order)
            throws IOException {
        boolean may =
                order.kind().isReference()
                        ? principal.has(Scope.CS_ADMIN)
                        : principal.has(Scope.CS_WRITE)
                                || (principal.has(Scope.CS_INGEST)
                                        && OF_THE_INTAKE.contains(order.kind().name()));
        Scope needed = order.kind().isReference() ? Scope.CS_ADMIN : Scope.CS_WRITE;
        if (!may) {
            Authentication.challengeOf(request)
                    .insufficientScope(response, principal, EnumSet.of(needed));
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "an import of %s needs the scope %s".formatted(order.kind().name(), needed));
        }
        return may;
    }

    private void enter(
            HttpServletRequest request, HttpServletResponse response, Imports.Order order)
            throws IOException {
        if (!places.tryAcquire()) {
            HttpErrors.tooManyRequests(
                    response, SOON, "%d files are being received already".formatted(AT_ONCE));
            return;
        }
        try {
            receive(request, response, order);
        } finally {
            places.release();
        }
    }

    private void receive(
            HttpServletRequest request, HttpServletResponse response, Imports.Order order)
            throws IOException {
        Imports.Received received;
        try {
            received = imports.receive(order, request.getInputStream());
        } catch (ZipException | EOFException e) {
            bad(
                    response,
                    "the body ends too early, or is gzip and damaged; send it again, plain or"
                            + " gzip");
            return;
        }
        switch (received) {
            case Imports.Accepted(ImportRecord record) ->
                    write(
                            response,
                            HttpServletResponse.SC_ACCEPTED,
                            new Handed(record.importId(), record.jobId(), null, record));
            case Imports.Duplicate(ImportRecord record) ->
                    write(
                            response,
                            HttpServletResponse.SC_OK,
                            new Handed(
                                    record.importId(), record.jobId(), record.importId(), record));
            case Imports.TooLarge _ ->
                    HttpErrors.write(
                            response,
                            HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                            "at most 2 GB unpacked; split the file");
            case Imports.Empty _ ->
                    HttpErrors.write(
                            response, UNPROCESSABLE, "the file is empty; send at least one row");
        }
    }

    private void show(HttpServletResponse response, Principal principal, String path)
            throws IOException {
        boolean wantsErrors = path.endsWith(ERRORS);
        String importId = wantsErrors ? path.substring(0, path.length() - ERRORS.length()) : path;
        Optional<ImportRecord> found =
                TypeId.is("import", importId) ? imports.find(importId) : Optional.empty();
        Optional<ImportRecord> visible =
                found.filter(
                        record ->
                                record.principal().equals(principal.id())
                                        || principal.has(Scope.CS_ADMIN));
        if (visible.isEmpty()) {
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_NOT_FOUND,
                    "no import of this key has that id; POST /v1/imports answers the id of each");
        } else if (wantsErrors) {
            writeErrors(response, importId);
        } else {
            write(response, HttpServletResponse.SC_OK, visible.get());
        }
    }

    private void writeErrors(HttpServletResponse response, String importId) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (RowFault fault : imports.faults(importId)) {
            lines.append(Json.write(fault)).append('\n');
        }
        send(response, HttpServletResponse.SC_OK, NdjsonBody.TYPE, lines.toString());
    }

    private static void write(HttpServletResponse response, int status, Object body)
            throws IOException {
        send(response, status, "application/json", Json.write(body));
    }

    private static void send(HttpServletResponse response, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
