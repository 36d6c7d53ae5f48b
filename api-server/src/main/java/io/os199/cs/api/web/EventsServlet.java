package io.os199.cs.api.web;

import com.codahale.metrics.Timer;

import io.os199.cs.api.security.Authentication;
import io.os199.cs.api.security.CallClass;
import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.database.BusyException;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.json.Json;
import io.os199.cs.usage.model.IntakeAnswer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The endpoint for rows sent as they happen, which are usage events, touchpoints or survey responses: NDJSON,
 * answered once it is stored. Host, origin and key have been checked before.
 */
public final class EventsServlet extends HttpServlet {
    private static final int UNPROCESSABLE = 422;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final transient Intake intake;
    private final int mostLines;
    private final transient RateLimit rateLimit;
    private final transient Admission admission;
    private final transient IntakeMetrics metrics;

    public EventsServlet(
            Intake intake,
            int mostLines,
            RateLimit rateLimit,
            Admission admission,
            IntakeMetrics metrics) {
        this.intake = intake;
        this.mostLines = mostLines;
        this.rateLimit = rateLimit;
        this.admission = admission;
        this.metrics = metrics;
    }

    /** Stores the valid lines and answers once they are committed; empty where the body is not NDJSON. */
    @FunctionalInterface
    public interface Intake {
        Optional<IntakeAnswer> take(byte[] ndjson, Actor actor);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try (Timer.Context _ = metrics.request()) {
            check(request, response);
        }
    }

    private void check(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Principal principal = Authentication.principalOf(request);
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            HttpErrors.write(
                    response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "send events by POST");
        } else if (!principal.has(Scope.CS_INGEST)) {
            Authentication.challengeOf(request)
                    .insufficientScope(response, principal, EnumSet.of(Scope.CS_INGEST));
            HttpErrors.write(
                    response, HttpServletResponse.SC_FORBIDDEN, "this needs the scope cs:ingest");
        } else if (!NdjsonBody.isNdjson(request)) {
            response.setHeader("Accept-Post", NdjsonBody.TYPE);
            HttpErrors.write(
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "send UTF-8 with Content-Type: application/x-ndjson, plain or gzip");
        } else {
            admit(request, response, principal);
        }
    }

    private void admit(
            HttpServletRequest request, HttpServletResponse response, Principal principal)
            throws IOException {
        Optional<Duration> wait = rateLimit.tryTake(principal, CallClass.INGEST);
        if (wait.isPresent()) {
            HttpErrors.tooManyRequests(response, wait.get(), "too many requests of this key");
            return;
        }
        try {
            enter(request, response, principal);
        } catch (BusyException | CancelledException e) {
            // No connection in time, or a statement that waited too long for others.
            HttpErrors.tooManyRequests(response, SOON, "the database is busy");
        }
    }

    private void enter(
            HttpServletRequest request, HttpServletResponse response, Principal principal)
            throws IOException {
        switch (admission.enter()) {
            case Admission.Refused(String why, Duration later) ->
                    HttpErrors.tooManyRequests(response, later, why);
            case Admission.Closing _ -> {
                HttpErrors.retryAfter(response, SOON);
                HttpErrors.write(
                        response,
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "the server is stopping; send the same again");
            }
            case Admission.Entered entered -> {
                try (entered) {
                    take(request, response, principal);
                }
            }
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response, Principal principal)
            throws IOException {
        switch (NdjsonBody.read(request, mostLines)) {
            case NdjsonBody.TooLarge _ ->
                    HttpErrors.tooLarge(
                            request,
                            response,
                            "at most %d lines and 5 MiB unpacked; send less in one request"
                                    .formatted(mostLines));
            case NdjsonBody.Broken _ -> notNdjson(response);
            case NdjsonBody.Whole(byte[] bytes) -> {
                Optional<IntakeAnswer> answer = intake.take(bytes, new Actor(principal.id(), null));
                if (answer.isPresent()) {
                    metrics.answered(answer.get());
                    answer(response, answer.get());
                } else {
                    notNdjson(response);
                }
            }
        }
    }

    private static void notNdjson(HttpServletResponse response) throws IOException {
        HttpErrors.write(
                response,
                HttpServletResponse.SC_BAD_REQUEST,
                "the body is not NDJSON: send one JSON object on each line");
    }

    private static void answer(HttpServletResponse response, IntakeAnswer answer)
            throws IOException {
        byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.tookNothing() ? UNPROCESSABLE : HttpServletResponse.SC_OK);
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
