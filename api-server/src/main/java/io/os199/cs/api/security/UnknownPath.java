package io.os199.cs.api.security;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;

/** Answers, whatever the method, for all paths at which there is nothing. */
public final class UnknownPath extends HttpServlet {
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        HttpErrors.write(
                response, HttpServletResponse.SC_NOT_FOUND, "there is nothing at this path");
    }
}
