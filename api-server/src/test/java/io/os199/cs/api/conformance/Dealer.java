package io.os199.cs.api.conformance;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Deals requests to the replicas in turn, as a load balancer without sticky sessions does. */
final class Dealer extends HttpServlet {
    /** The header that names the replica for a request, for tests that depend on it. */
    static final String REPLICA = "X-Replica";

    private final transient List<? extends HttpServlet> replicas;
    private final AtomicInteger dealt = new AtomicInteger();

    Dealer(List<? extends HttpServlet> replicas) {
        this.replicas = replicas;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int named = request.getIntHeader(REPLICA);
        int turn = named >= 0 ? named : dealt.getAndIncrement() % replicas.size();
        replicas.get(turn).service(request, response);
    }
}
