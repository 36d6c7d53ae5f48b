{{/* Who may reach the admin port: Prometheus and the chart's test. The kubelet's probes are always let in. Takes (list . PORT). */}}
{{- define "cs-mcp.network.admin" -}}
{{- $root := index . 0 -}}
- from:
    - podSelector:
        matchLabels:
          {{- include "cs-mcp.selector" (list $root "test") | nindent 10 }}
    {{- with $root.Values.networkPolicy.monitoring }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  ports:
    - port: {{ index . 1 }}
{{- end -}}

{{- define "cs-mcp.network.dns" -}}
- to:
    - namespaceSelector: {}
      podSelector:
        matchLabels:
          k8s-app: kube-dns
  ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end -}}

{{- define "cs-mcp.network.database" -}}
- ports:
    - port: {{ .Values.networkPolicy.databasePort }}
  {{- with .Values.networkPolicy.database }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* What API and worker reach: names, PostgreSQL, Redis, and HTTPS for issuers, integrations and stores of secrets. */}}
{{- define "cs-mcp.network.egress" -}}
{{ include "cs-mcp.network.dns" . }}
{{ include "cs-mcp.network.database" . }}
{{- if .Values.redis.host }}
- ports:
    - port: {{ .Values.redis.port }}
  {{- with .Values.networkPolicy.redis }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
- ports:
    - port: 443
  {{- with .Values.networkPolicy.https }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- with .Values.networkPolicy.egress }}
{{ toYaml . }}
{{- end }}
{{- end -}}
