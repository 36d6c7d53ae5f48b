package io.os199.cs.api.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.os199.cs.api.mcp.served.ClientAbilities;
import io.os199.cs.api.mcp.served.Inputs;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.RpcError;
import io.os199.cs.api.mcp.served.RpcException;
import io.os199.cs.api.security.CallClass;
import io.os199.cs.api.security.HttpErrors;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.deadline.Alarms;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/** Takes one message, determines its era, and answers it. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** The number of rounds of questions that one legacy request may take. */
    private static final int MOST_ROUNDS = 8;

    private final Methods methods;
    private final LegacyGate legacyGate;
    private final RequestStates states;
    private final Envelope envelope;
    private final Questions questions;
    private final Cancellations cancellations;
    private final KeepAlive keepAlive;
    private final RateLimit rateLimit;

    Dispatcher(
            Methods methods,
            LegacyGate legacyGate,
            RequestStates states,
            Envelope envelope,
            Questions questions,
            Cancellations cancellations,
            KeepAlive keepAlive,
            RateLimit rateLimit) {
        this.methods = methods;
        this.legacyGate = legacyGate;
        this.states = states;
        this.envelope = envelope;
        this.questions = questions;
        this.cancellations = cancellations;
        this.keepAlive = keepAlive;
        this.rateLimit = rateLimit;
    }

    /** An HTTP status, and a body unless the message expects none. */
    record Answered(int status, @Nullable ObjectNode body) {
        private static final Answered ACCEPTED =
                new Answered(HttpServletResponse.SC_ACCEPTED, null);

        static Answered ok(ObjectNode body) {
            return new Answered(HttpServletResponse.SC_OK, body);
        }
    }

    /** Answers a message. Never throws because of what a message is or does. */
    Answered answer(Incoming incoming, JsonNode node) {
        try {
            return ModernGate.claims(incoming.request().getHeader(ModernGate.VERSION_HEADER), node)
                    ? modern(incoming, Message.of(node))
                    : legacy(incoming, node);
        } catch (RpcException e) {
            RpcError error = e.error();
            Challenges.put(incoming, error);
            return new Answered(
                    error.httpStatus(), Envelope.error(Message.readableId(node), error));
        } catch (CancelledException e) {
            RpcError error = RpcError.invalidParams("the request was stopped before its end");
            return new Answered(
                    error.httpStatus(), Envelope.error(Message.readableId(node), error));
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            RpcError error = RpcError.internal(incoming.requestId());
            return new Answered(
                    error.httpStatus(), Envelope.error(Message.readableId(node), error));
        }
    }

    private Answered modern(Incoming incoming, Message message) {
        Revision revision = ModernGate.check(incoming.request(), message);
        if (message.isNotification()) {
            return Answered.ACCEPTED;
        }
        Method method = methods.find(revision, message.method());
        count(incoming, message.method());
        Exchange exchange =
                new Exchange(
                        incoming,
                        message,
                        revision,
                        ModernGate.client(message),
                        inputs(incoming, message));
        // A modern client cancels by closing the connection.
        incoming.reply().onGone(exchange.cancellation()::withdraw);
        try (Alarms.Alarm _ = keepAlive.watch(incoming.reply())) {
            Outcome outcome = method.answer(exchange);
            if (outcome instanceof Outcome.InputRequired required) {
                requireAbilities(exchange.client(), required);
            }
            return Answered.ok(envelope.modern(exchange, outcome));
        }
    }

    /** Counts a request. Tool calls are counted where they run, by what they do. */
    private void count(Incoming incoming, String method) {
        if (!method.equals("tools/call")) {
            count(incoming);
        }
    }

    private void count(Incoming incoming) {
        rateLimit
                .tryTake(incoming.principal(), CallClass.PROTOCOL)
                .ifPresent(
                        wait -> {
                            HttpErrors.retryAfter(incoming.response(), wait);
                            throw new RpcException(RpcError.tooMany(RateLimit.advice(wait)));
                        });
    }

    private Inputs inputs(Incoming incoming, Message message) {
        if (!Methods.isInRounds(message.method())) {
            return Inputs.NONE;
        }
        JsonNode responses = message.params().path("inputResponses");
        JsonNode state = message.params().path("requestState");
        if (!responses.isMissingNode() && !responses.isObject()) {
            throw new RpcException(RpcError.invalidParams("inputResponses must be an object"));
        }
        if (!state.isMissingNode() && !state.isTextual()) {
            throw new RpcException(RpcError.invalidParams("requestState must be text"));
        }
        Map<String, JsonNode> byKey = new HashMap<>();
        responses.properties().forEach(each -> byKey.put(each.getKey(), each.getValue()));
        return new Inputs(
                byKey,
                state.isTextual() ? states.open(incoming, message, state.textValue()) : null);
    }

    private static void requireAbilities(ClientAbilities client, Outcome.InputRequired required) {
        ObjectNode missing = Wire.MAPPER.createObjectNode();
        required.requests().values().stream()
                .filter(request -> !client.canDo(request))
                .forEach(request -> missing.setAll(ClientAbilities.required(request)));
        if (!missing.isEmpty()) {
            throw new RpcException(
                    RpcError.missingCapability(
                            "this request needs a client that can answer its questions", missing));
        }
    }

    private Answered legacy(Incoming incoming, JsonNode node) {
        if (isResponse(node)) {
            legacyGate.check(incoming.request(), incoming.principal());
            if (!questions.answered(incoming.principal(), node)) {
                count(incoming);
                questions.passOn(incoming.principal(), node);
            }
            return Answered.ACCEPTED;
        }
        Message message = Message.of(node);
        LegacyGate.Passed passed =
                message.method().equals("initialize")
                        ? new LegacyGate.Passed(Revision.newestLegacy(), null)
                        : legacyGate.check(incoming.request(), incoming.principal());
        if (message.isNotification()) {
            if (message.method().equals("notifications/cancelled")) {
                cancellations.cancel(passed.session(), message.params());
            }
            return Answered.ACCEPTED;
        }
        Method method = methods.find(passed.revision(), message.method());
        count(incoming, message.method());
        Exchange exchange =
                new Exchange(incoming, message, passed.revision(), passed.client(), Inputs.NONE);
        try (Alarms.Alarm _ = keepAlive.watch(incoming.reply());
                Cancellations.Entry _ = cancellations.enter(passed.session(), exchange)) {
            ObjectNode result = inRounds(method, exchange);
            return exchange.cancellation().isWithdrawn()
                    ? Answered.ACCEPTED
                    : Answered.ok(Envelope.legacy(exchange, result));
        } catch (RuntimeException e) {
            // The client must not receive the outcome of a request that it withdrew.
            if (exchange.cancellation().isWithdrawn()) {
                return Answered.ACCEPTED;
            }
            throw e;
        }
    }

    /** Asks a legacy client by requests what a modern one would be asked by a result. */
    private ObjectNode inRounds(Method method, Exchange first) {
        Exchange exchange = first;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            switch (method.answer(exchange)) {
                case Outcome.Done(ObjectNode result) -> {
                    return result;
                }
                case Outcome.InputRequired required ->
                        exchange = exchange.with(questions.ask(exchange, required));
                case Outcome.TaskBegun _ ->
                        throw new IllegalStateException("a task for a client that takes none");
            }
        }
        throw new RpcException(
                RpcError.invalidParams("no answer after " + MOST_ROUNDS + " rounds of questions"));
    }

    private static boolean isResponse(JsonNode node) {
        return node.isObject() && !node.has("method") && (node.has("result") || node.has("error"));
    }
}
