package io.os199.cs.api.mcp;

import io.os199.cs.api.security.Principal;

import jakarta.servlet.http.HttpServletResponse;

/** One message being answered: who sent it, in which revision, and where headers of the answer go. */
record Exchange(
        Message message,
        Revision revision,
        Principal principal,
        String requestId,
        HttpServletResponse response) {}
