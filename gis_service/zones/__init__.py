"""The traffic light of each village: policy, zones and their history."""
