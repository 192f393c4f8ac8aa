# Outputs and attribute values of every type; sensitive marks; escapes; numbers.

workdir
config <<'HCL'
output "string" { value = "text" }
output "empty_string" { value = "" }
output "number" { value = 42 }
output "fraction" { value = 0.1 }
output "negative" { value = -17.5 }
output "zero" { value = 0 }
output "bool_true" { value = true }
output "bool_false" { value = false }
output "list" { value = tolist(["b", "a", "b"]) }
output "list_empty" { value = tolist([]) }
output "set" { value = toset(["b", "a", "b"]) }
output "map" { value = tomap({ k = "v", "key with space" = "w" }) }
output "map_empty" { value = tomap({}) }
output "object" { value = { name = "x", port = 80, on = true } }
output "object_empty" { value = {} }
output "tuple" { value = ["a", 1, false, null, ["nested"]] }
output "tuple_empty" { value = [] }
output "list_of_objects" { value = tolist([{ a = 1, b = tolist([1, 2]) }, { a = 2, b = tolist([]) }]) }
output "map_of_sets" { value = tomap({ x = toset([1, 2]), y = toset([3]) }) }
output "set_of_objects" { value = toset([{ p = 1 }, { p = 2 }]) }
output "deep" { value = { a = { b = { c = [{ d = { e = ["f", { g = null }] } }] } } } }
HCL
apply
keep outputs-every-type "outputs of every type, no resources"

workdir
config <<'HCL'
variable "any" {
  type    = any
  default = null
}
variable "text" {
  type    = string
  default = null
}
variable "numbers" {
  type    = list(number)
  default = null
}
resource "terraform_data" "holder" {
  input = { absent = null, list = [null, null], typed = var.numbers }
}
output "null_any" { value = var.any }
output "null_string" { value = var.text }
output "null_list" { value = var.numbers }
output "null_inside" { value = { a = null, b = var.text, c = [null] } }
output "from_dynamic" { value = terraform_data.holder.output }
HCL
apply
keep outputs-null-dynamic "null outputs, nulls inside values, a dynamic attribute"

workdir
config <<'HCL'
variable "password" {
  type      = string
  default   = "not-a-real-one"
  sensitive = true
}
resource "terraform_data" "whole" { input = var.password }
resource "terraform_data" "one_attribute" { input = { user = "app", password = var.password } }
resource "terraform_data" "in_list" { input = ["open", var.password, "open"] }
resource "terraform_data" "in_map" {
  input = { for k in ["a", "b c", "ü"] : k => k == "a" ? var.password : "open" }
}
resource "terraform_data" "twice" {
  input            = { one = { two = [{ three = var.password }] } }
  triggers_replace = [var.password]
}
output "password" {
  value     = var.password
  sensitive = true
}
output "object" {
  value     = terraform_data.one_attribute.output
  sensitive = true
}
output "nonsensitive" { value = nonsensitive(terraform_data.one_attribute.input.user) }
HCL
apply
keep sensitive-values "sensitive paths: whole value, attribute, list index, map key, nested; sensitive outputs"

workdir
config <<'HCL'
resource "terraform_data" "escapes" {
  input = {
    html          = "<a href=\"x?a=1&b=2\">&amp;</a>"
    separators    = "line\u2028para\u2029end"
    controls      = "nul-free \u0001\u0002\u0007\u0008\u000b\u000c\u001b[31mred\u001b[0m\u007f"
    whitespace    = "tab\tnewline\ncarriage\rend"
    quotes        = "double \" single ' back \\ slash /"
    emoji         = "😀 👩‍👩‍👧 🇩🇪"
    accents       = "é é (composed and decomposed)"
    bidi          = "abc\u202edcba\u202c\u200f"
    zero_width    = "a\u200bb\ufeffc"
    noncharacter  = "\uffff\U0010ffff"
    template      = "$${not.interpolated} %%{ if false }"
    "key <&> \u2028 \"q\"" = "odd key"
  }
}
output "escapes" { value = terraform_data.escapes.output }
output "yaml" { value = yamlencode({ a = ["<b>", "c & d"] }) }
HCL
apply
keep values-escapes "HTML characters, U+2028, controls, emoji, bidi marks, odd keys in values"

workdir
config <<'HCL'
locals {
  numbers = {
    beyond_double   = 12345678901234567890123
    two_to_53_plus  = 9007199254740993
    uint64_max      = 18446744073709551615
    uint64_overflow = 18446744073709551616
    tiny            = 1e-30
    large_exponent  = 1e300
    past_double     = 1e400
    many_digits     = 3.14159265358979323846264338327950288419716939937510
    negative_zero   = -0
    thirds          = 1 / 3
    trailing        = 1.50
  }
}
resource "terraform_data" "numbers" { input = local.numbers }
output "numbers" { value = local.numbers }
output "huge" { value = pow(10, 80) }
HCL
apply
keep values-numbers "numbers that no double holds, exponents, 1/3"

workdir
config <<'HCL'
resource "terraform_data" "long" {
  input = { text = join("", [for i in range(1000) : format("%016d,", i)]), blob = base64encode(join("", [for i in range(500) : "abc"])) }
}
HCL
apply
keep values-long-string "an attribute of 17 kB on one line"

workdir
python3 - > main.tf <<'PY'
depth = 20
print('resource "terraform_data" "deep" { input = ' + '{ n = [' * depth + '"bottom"' + '] }' * depth + ' }')
PY
apply
keep values-deep-nesting "a value nested 40 levels deep"

workdir
config <<'HCL'
resource "terraform_data" "gone" { input = "x" }
output "gone" { value = terraform_data.gone.id }
HCL
apply
tf destroy -auto-approve
keep empty-after-destroy "nothing: everything was destroyed"

workdir
config <<'HCL'
locals { nothing = 1 }
HCL
apply
keep empty-first-apply "nothing: the first apply had nothing to do"

workdir
config <<'HCL'
resource "terraform_data" "no_input" {}
resource "terraform_data" "triggered" { triggers_replace = { version = 3, tags = ["a"] } }
resource "terraform_data" "übung-1_x" { input = "identifier with a dash and an umlaut" }
resource "terraform_data" "数据" { input = terraform_data.übung-1_x.id }
HCL
apply
keep names-unicode "resource names outside ASCII; a resource without input"
