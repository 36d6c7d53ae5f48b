package io.os199.cs.benchmarks.load;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;

import java.time.Clock;

/**
 * Runs a number of users, who each begin a session, then alternate between calling and thinking: a user waiting for
 * an answer asks nothing meanwhile.
 */
public final class ReadMixUsers extends Simulation {
    private final Conversation conversation;

    public ReadMixUsers() {
        LoadPlan plan = LoadPlan.ofProcess();
        conversation = new Conversation(plan, Clock.systemUTC());
        ChainBuilder turn = exec(conversation.callInSession());
        setUp(
                        scenario("read mix")
                                .exec(conversation.come())
                                .exec(conversation.greet())
                                .during(plan.time())
                                .on(
                                        plan.thinkMillis() == 0
                                                ? turn
                                                : exec(turn).pause(conversation::think))
                                .injectOpen(rampUsers(plan.users()).during(plan.ramp())))
                .protocols(conversation.protocol());
    }

    @Override
    public void after() {
        LoadGenerator.handBack(conversation.answers());
    }
}
