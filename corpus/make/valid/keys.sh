# count and for_each: every kind of instance key.

workdir
config <<'HCL'
resource "terraform_data" "one" { count = 1 }
resource "terraform_data" "dozen" {
  count = 12
  input = count.index
}
resource "terraform_data" "none" { count = 0 }
resource "terraform_data" "after" { input = terraform_data.dozen[*].id }
output "tenth" { value = terraform_data.dozen[10].id }
HCL
apply
keep count "count 1, 12 (10 sorts after 2) and 0"

sed -i 's/count = 12/count = 3/; s/dozen\[10\]/dozen[2]/' main.tf
apply
keep count-scaled-down "12 instances scaled down to 3"

tf state rm 'terraform_data.dozen[1]'
keep count-gap "the middle instance removed with state rm"

workdir
config <<'HCL'
resource "terraform_data" "odd" {
  for_each = toset([
    "", " ", "two words", "q\"uote", "back\\slash", "$${x}", "%%{x}", "$", "$$", "%", "a.b[0]", "[\"x\"]",
    "tab\t", "new\nline", "cr\r", "esc\u001b[31m", "é", "日本語", "😀", "no\u00a0break", "zero\u200bwidth",
    "bidi\u202e", "<&>", "\u2028", "/path/to", "arn:aws:iam::000000000000:role/x", "*", "'", "`", "null", "true",
  ])
  input = each.key
}
resource "terraform_data" "uses_odd" { input = terraform_data.odd["two words"].id }
HCL
apply
keep for-each-odd-keys "empty, spaces, quotes, dollar-brace, dots, controls, unicode as keys"

workdir
config <<'HCL'
resource "terraform_data" "numeric" {
  for_each = toset(["0", "1", "10", "2", "-1", "1.5", "007", "1e3", "9007199254740993"])
  input    = each.value
}
resource "terraform_data" "mapped" {
  for_each = { "10.0.0.0/16" = { az = "a" }, "10.1.0.0/16" = { az = "b" } }
  input    = each.value
}
HCL
apply
keep for-each-numeric-strings "string keys that look like numbers"

workdir
python3 - > main.tf <<'PY'
print('locals { names = jsondecode(file("names.json")) }')
print('resource "terraform_data" "names" {\n  for_each = toset(local.names)\n}')
PY
python3 -c 'import json; print(json.dumps(["caf\u00e9", "nai\u0308ve", "\u212bngstr\u00f6m", "ohm"]))' > names.json
apply
keep for-each-normalisation "keys from jsondecode: composed, decomposed, compatibility characters"

workdir
config <<'HCL'
resource "terraform_data" "web" { input = "only" }
resource "terraform_data" "db" { count = 2 }
HCL
apply
config <<'HCL'
resource "terraform_data" "web" {
  count = 2
  input = "only"
}
resource "terraform_data" "db" { for_each = toset(["primary", "replica"]) }
moved {
  from = terraform_data.db[0]
  to   = terraform_data.db["primary"]
}
moved {
  from = terraform_data.db[1]
  to   = terraform_data.db["replica"]
}
HCL
apply
keep moved-count-for-each "no key became [0] by itself; [0], [1] became strings through moved blocks"

workdir
python3 - > main.tf <<'PY'
print('resource "terraform_data" "many" {\n  count = 120\n  input = { index = count.index, name = "node-${count.index}" }\n}')
PY
apply
keep count-120 "120 instances of one resource"
