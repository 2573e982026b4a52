{{/* Names and labels that every object shares. */}}

{{- define "qianzhan.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "qianzhan.gatewaySelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{/* In: the chart's scope. Without the site's id: all sites of the release. */}}
{{- define "qianzhan.sitesSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: site
{{- end }}

{{- define "qianzhan.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* In: dict "root" (the chart's scope) "site" (one of .Values.sites). */}}
{{- define "qianzhan.siteName" -}}
{{ .root.Release.Name }}-site-{{ .site.id | lower | replace "_" "-" | replace "." "-" }}
{{- end }}
