variable "records" { type = map(string) }
resource "terraform_data" "zone" { input = { name = "acme.example", ttl = 300 } }
resource "terraform_data" "record" {
  for_each = var.records
  input    = { zone = terraform_data.zone.id, name = each.key, target = each.value }
}
output "zone_id" { value = terraform_data.zone.id }
