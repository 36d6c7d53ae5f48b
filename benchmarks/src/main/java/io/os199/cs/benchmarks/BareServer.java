package io.os199.cs.benchmarks;

import io.dropwizard.db.ManagedDataSource;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The least that the statements of an overview cost a process: Jetty, a servlet, JDBC. {@code /in-turn?ID} runs them
 * one after the other, {@code /together?ID} as one. A separate process, with the pool that the product has.
 */
public final class BareServer {
    private BareServer() {}

    /** Starts the server; the arguments are port and JDBC URL. */
    public static void main(String[] arguments) throws Exception {
        ManagedDataSource pool = BenchmarkServer.pool(arguments[1]);
        pool.start();
        OverviewParts parts = new OverviewParts();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Statements(pool, parts::inTurn)), "/in-turn");
        context.addServlet(new ServletHolder(new Statements(pool, parts::together)), "/together");
        Server server = new Server(Integer.parseInt(arguments[0]));
        server.setHandler(context);
        server.start();
        server.join();
    }

    @FunctionalInterface
    private interface Reading {
        List<String> read(Connection connection, String clientId) throws SQLException;
    }

    private static final class Statements extends HttpServlet {
        private final transient ManagedDataSource pool;
        private final transient Reading reading;

        Statements(ManagedDataSource pool, Reading reading) {
            this.pool = pool;
            this.reading = reading;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try (Connection connection = pool.getConnection()) {
                response.setContentType("application/json");
                response.setCharacterEncoding("UTF-8");
                response.getWriter()
                        .write(reading.read(connection, request.getQueryString()).toString());
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }
}
