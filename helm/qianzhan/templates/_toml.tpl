{{/*
A table as TOML. In: dict "path" (list of keys down to it) "table" (a map). JSON's texts, numbers,
booleans and lists of them are TOML too; nulls are left out.
*/}}
{{- define "qianzhan.toml" -}}
{{- $path := .path -}}
{{- range $key, $value := .table }}
{{- if not (or (kindIs "map" $value) (kindIs "invalid" $value)) }}
{{ $key }} = {{ toJson $value }}
{{- end }}
{{- end }}
{{- range $key, $value := .table }}
{{- if kindIs "map" $value }}
{{- $inner := append $path $key }}

[{{ join "." $inner }}]
{{- include "qianzhan.toml" (dict "path" $inner "table" $value) }}
{{- end }}
{{- end }}
{{- end }}
